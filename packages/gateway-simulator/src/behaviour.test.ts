import { readFileSync, readdirSync } from 'node:fs'
import { behaviourContract } from '@sallyport/simulation/contracts'
import { describe, expect, it } from 'vitest'
import { behaviours } from './behaviour.ts'

const sources = new URL('.', import.meta.url)
const named = / \[([a-z]{2,}(?:-[a-z0-9]+)+)\]/g

const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('behaviour'))
  .map((file) => readFileSync(new URL(file, sources), 'utf8'))
  .join('\n')

/** What happens outside a stage, or between two requests, is in no request's trace. */
const withoutTrace: ReadonlySet<string> = new Set([
  'cache-flush',
  'http-body-413',
  'http-forwarded',
  'stage-unknown-403',
])

describe('the list of behaviours', () => {
  for (const { promise, keep } of behaviourContract) it(promise, () => keep({ behaviours, sources, named }))

  it.each(behaviours.map(({ id }) => id).filter((id) => !withoutTrace.has(id)))(
    'has a trace that tells of %s',
    (id) => {
      expect(code).toContain(`'${id}'`)
    },
  )
})
