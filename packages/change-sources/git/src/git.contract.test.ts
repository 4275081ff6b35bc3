import { type RepositoryStage, repositoryContract } from '@sallyport/delivery/contracts'
import { repository } from '@sallyport/simulation/stages'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { git } from './git.ts'

const folders: string[] = []
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))))

async function setStage(): Promise<RepositoryStage> {
  const { path, run, ...edits } = await repository('shop')
  folders.push(dirname(path))
  const program = join(dirname(path), 'git')
  await writeFile(program, '#!/bin/sh\nexec git "$@"\n', { mode: 0o755 })
  return {
    ...edits,
    source: git({ path, program }),
    origin: { kind: 'git', repository: 'shop', ref: 'refs/heads/main' },
    event: ({ ref, from, to }) => ({
      source: 'git',
      'detail-type': 'Git Reference Update',
      detail: { repository: 'shop', ref, before: from ?? zeros, after: to ?? zeros },
    }),
    befall: async (fault) => {
      if (fault === 'gone') await rm(path, { recursive: true })
      if (fault === 'busy') await writeFile(program, breaksOff)
    },
    forget: async () => {
      await run(['repack', '-a', '-d', '--quiet'])
      await run(['prune', '--expire=now'])
      return 'forgotten'
    },
  }
}

const zeros = '0'.repeat(40)

/** A git whose comparisons end after 64 KiB, as if it had been killed. */
const breaksOff = `#!/bin/sh
case "$*" in
  *diff-tree*) git "$@" | { head -c 65536; exit 137; } ;;
  *) exec git "$@" ;;
esac
`

describe('a git repository as a change source', () => {
  for (const { promise, keep } of repositoryContract) it(promise, async () => keep(await setStage()))
})

describe('the README', () => {
  it('prints the promises of the contract, all of them and no others', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const [, section = ''] = readme.split('## Promises\n')
    const [list = ''] = section.split('\n## ')
    const printed = list.split('\n').filter((line) => line.startsWith('- '))
    expect(printed).toEqual(repositoryContract.map(({ promise }) => `- ${promise}`))
  })
})
