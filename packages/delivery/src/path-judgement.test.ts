import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from './change-set.ts'
import { judgement } from './path-judgement.ts'
import { isPathPatternFault, type PathPattern, pathPattern } from './path-pattern.ts'
import type { Rule } from './rule.ts'

function globs(texts: readonly string[]): readonly PathPattern[] {
  return texts.map((text) => {
    const pattern = pathPattern(text)
    if (isPathPatternFault(pattern)) throw new Error(pattern.expected)
    return pattern
  })
}

const rule = (pipeline: string, paths: readonly string[] | 'every', more: Partial<Rule> = {}): Rule => ({
  pipeline,
  includes: paths === 'every' ? paths : globs(paths),
  excludes: [],
  changes: ['added', 'modified', 'deleted'],
  calendars: [],
  when: 'digest',
  sources: 'every',
  digest: pipeline,
  path: ['pipelines', pipeline],
  ...more,
})

const modified = (path: string): Change => ({ path, change: 'modified' })

function judged(rules: readonly Rule[], changes: readonly Change[]) {
  const judging = judgement(rules)
  const answers = changes.map(judging.take)
  return { answers, grounds: rules.map(judging.groundsOf), matched: judging.matched() }
}

describe('a judgement of paths', () => {
  it('names the first path, and the glob that caught it', () => {
    const web = rule('web', ['apps/web/**', 'libs/**'])
    const { grounds, answers } = judged([web], ['docs/a', 'libs/x.ts', 'apps/web/y.ts'].map(modified))
    expect(grounds).toEqual([{ outcome: 'matched', because: { path: 'libs/x.ts', rule: 'libs/**' } }])
    expect(answers).toEqual(['more', 'settled', 'settled'])
  })

  it('is settled only when every rule is', () => {
    const rules = [rule('a', ['a/**']), rule('b', ['b/**']), rule('all', 'every')]
    const { answers, matched } = judged(rules, ['a/1', 'a/2', 'b/1'].map(modified))
    expect(answers).toEqual(['more', 'more', 'settled'])
    expect(matched.map(({ pipeline }) => pipeline)).toEqual(['a', 'all', 'b'])
  })

  it('knows of a rule without paths that any path is enough, by no glob', () => {
    expect(judged([rule('all', 'every')], [modified('x')]).grounds).toEqual([
      { outcome: 'matched', because: { path: 'x' } },
    ])
  })

  it('has exclusion as the last word, and names the first path that it took', () => {
    const web = rule('web', ['web/**'], { excludes: globs(['**/*.md', 'web/test/**']) })
    const api = rule('api', ['api/**'], { excludes: globs(['**/*.md']) })
    const changes = ['web/test/a.md', 'web/b.md', 'api/a.ts'].map(modified)
    expect(judged([web, api], changes).grounds).toEqual([
      { outcome: 'ignored', because: { path: 'web/test/a.md', rule: '**/*.md' } },
      { outcome: 'matched', because: { path: 'api/a.ts', rule: 'api/**' } },
    ])
  })

  it('lets an exclusion of one rule be no business of another', () => {
    const [one, other] = [rule('one', ['a/**'], { excludes: globs(['a/b/**']) }), rule('other', ['a/**'])]
    expect(judged([one, other], [modified('a/b/c')]).grounds.map(({ outcome }) => outcome)).toEqual([
      'ignored',
      'matched',
    ])
  })

  it('waits for a change of a kind that the rule watches', () => {
    const added = rule('added', ['a/**'], { changes: ['added'] })
    const { grounds } = judged([added], [modified('a/1'), { path: 'a/2', change: 'added' }])
    expect(grounds).toEqual([{ outcome: 'matched', because: { path: 'a/2', rule: 'a/**' } }])
    expect(judged([added], [modified('a/1')]).grounds).toEqual([{ outcome: 'unmapped', because: {} }])
  })

  it('tells nothing changed from nothing that counts', () => {
    expect(judged([rule('a', ['a'])], []).grounds).toEqual([{ outcome: 'no_change', because: {} }])
    expect(judged([rule('a', ['a'])], [modified('b')]).grounds).toEqual([
      { outcome: 'unmapped', because: {} },
    ])
  })

  it('of no rules is settled by the first change', () => {
    expect(judged([], [modified('a')]).answers).toEqual(['settled'])
  })

  it('says of each rule what a look at that rule alone says', () => {
    const texts = ['**', 'a/**', 'a/*', 'b/**', '**/*.md', 'a/b', '*.md', 'a/**/*.md', '**/c', '{a,b}/c']
    const some = fc.uniqueArray(fc.constantFrom(...texts), { maxLength: 3 })
    const kinds = fc.constantFrom<Change['change']>('added', 'modified', 'deleted')
    const entry = fc.record({ paths: some, ignores: some, changes: fc.uniqueArray(kinds, { minLength: 1 }) })
    const paths = fc.constantFrom('a', 'a/b', 'a/b/c', 'a/x.md', 'b/c', 'x.md', 'c', 'a/b/y.md', 'd/e')
    fc.assert(
      fc.property(
        fc.array(entry),
        fc.array(fc.record({ path: paths, change: kinds })),
        (entries, changes) => {
          const rules = entries.map(({ paths: own, ignores, changes: watched }, number) =>
            rule(`p${number}`, own.length === 0 ? 'every' : own, {
              excludes: globs(ignores),
              changes: watched,
            }),
          )
          const { grounds } = judged(rules, changes)
          for (const [number, each] of rules.entries()) {
            const { includes, excludes } = each
            const relevant = changes
              .filter(({ change }) => each.changes.includes(change))
              .filter(({ path }) => includes === 'every' || includes.some(({ matches }) => matches(path)))
            const hit = relevant.find(({ path }) => !excludes.some(({ matches }) => matches(path)))
            const otherwise = relevant.length > 0 ? 'ignored' : changes.length > 0 ? 'unmapped' : 'no_change'
            expect(grounds[number]?.outcome).toBe(hit === undefined ? otherwise : 'matched')
            expect(grounds[number]?.because.path).toBe((hit ?? relevant[0])?.path)
          }
        },
      ),
    )
  })
})
