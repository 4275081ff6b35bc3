import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { behaviourTable, behaviours } from './behaviour.ts'

const source = new URL('.', import.meta.url)
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('behaviour'),
)
const text = (kind: 'code' | 'tests') =>
  files
    .filter((file) => file.endsWith('.test.ts') === (kind === 'tests'))
    .map((file) => readFileSync(new URL(file, source), 'utf8'))
    .join('\n')

const ids = behaviours.map(({ id }) => id)

/** What happens outside a stage, or between two requests, is in no request's trace. */
const withoutTrace: ReadonlySet<string> = new Set([
  'cache-flush',
  'http-body-413',
  'http-forwarded',
  'stage-unknown-403',
])

describe('the list of behaviours', () => {
  it('names each of them once', () => {
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each(ids)('has a test that names %s', (id) => {
    expect(text('tests')).toContain(`[${id}]`)
  })

  it.each(ids.filter((id) => !withoutTrace.has(id)))('has a trace that tells of %s', (id) => {
    expect(text('code')).toContain(`'${id}'`)
  })

  it('has no test that names another', () => {
    const named = Array.from(text('tests').matchAll(/ \[([a-z]{2,}(?:-[a-z0-9]+)+)\]/g), ([, id]) => id)
    const known: readonly string[] = ids
    expect(named.filter((id) => !known.includes(id ?? ''))).toEqual([])
  })

  it('is the README’s table', () => {
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(
      `\n${behaviourTable()}\n`,
    )
  })
})
