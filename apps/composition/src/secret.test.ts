import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { withSecrets } from './secret.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'secret')
writeFileSync(file, 'from a file\n')

const environment = { GATE_SECRET: 'from a variable', EMPTY: '' }
const path = ['verifiers', 0]
const faultsOf = (options: object) =>
  withSecrets(options, environment, path).then(
    () => [],
    (error: { issues: { path: unknown[] }[] }) => error.issues.map((issue) => issue.path.join('.')),
  )

describe('the secrets of a configuration', () => {
  it('come from variables and files, however deep', async () => {
    const options = {
      client: { id: 'gate', secret: { env: 'GATE_SECRET' } },
      others: [{ secret: { file } }],
      n: null,
    }
    expect(await withSecrets(options, environment, path)).toEqual({
      client: { id: 'gate', secret: 'from a variable' },
      others: [{ secret: 'from a file' }],
      n: null,
    })
  })

  it('are missed all at once, by where they are wanted', async () => {
    const missing = {
      a: { secret: { env: 'NONE' } },
      b: { secret: { env: 'EMPTY' } },
      c: { secret: { file: folder } },
    }
    expect(await faultsOf(missing)).toEqual([
      'verifiers.0.a.secret',
      'verifiers.0.b.secret',
      'verifiers.0.c.secret',
    ])
  })

  it('may not be written out, and are not repeated', async () => {
    const options = { client: { secret: 'canary' }, token: 'canary' }
    expect(await faultsOf(options)).toEqual(['verifiers.0.client.secret', 'verifiers.0.token'])
    await expect(withSecrets(options, environment, path)).rejects.not.toThrow('canary')
  })

  it('leave everything else alone', async () => {
    const options = { env: 'NAME', other: 1, when: { env: 'A', file: 'B' } }
    expect(await withSecrets(options, environment, path)).toEqual(options)
  })
})
