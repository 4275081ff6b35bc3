import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { behaviourTable, behaviours } from './behaviour.ts'

const source = new URL('.', import.meta.url)
const tests = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !file.startsWith('behaviour'))
  .map((file) => readFileSync(new URL(file, source), 'utf8'))
  .join('\n')

const ids = behaviours.map(({ id }) => id)

describe('the list of behaviours', () => {
  it('names each of them once', () => {
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each(ids)('has a test that names %s', (id) => {
    expect(tests).toContain(`[${id}]`)
  })

  it('has no test that names another', () => {
    const named = Array.from(tests.matchAll(/ \[((?:wire|repository|app)-[a-z0-9-]+)\]/g), ([, id]) => id)
    const known: readonly string[] = ids
    expect(named.filter((id) => !known.includes(id ?? ''))).toEqual([])
  })

  it('is the README’s table', () => {
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(
      `\n${behaviourTable()}\n`,
    )
  })
})
