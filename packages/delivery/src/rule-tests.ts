import type { Issue } from '@sallyport/kernel'
import { unknownWords } from './rule-entries.ts'
import type { Rule } from './rule.ts'
import type { DocumentTest } from './rules-document.ts'
import type { Rules } from './rules.ts'

/**
 * Runs the tests that a document carries: every path as modified, in the source that the test names, or
 * else in whichever has paths. Calendars have no say here; a test that expects a time is checked for the
 * names in it only.
 */
export function failedTests(tests: readonly DocumentTest[], rules: Rules): readonly Issue[] {
  const known = rules.all.map(({ pipeline }) => pipeline)
  return tests.flatMap((test, at) => {
    const expected = namesIn(test, known)
    const path = ['tests', at, 'expect']
    const unknown = [
      ...unknownWords(expected, known, { noun: 'pipeline', path }),
      ...unknownSource(test, rules, ['tests', at, 'from']),
    ]
    if (unknown.length > 0 || isTimed(test)) return unknown
    const found = startedBy(test, rules)
    if (listed(found) === listed(expected)) return []
    return [
      {
        severity: 'fault' as const,
        path: ['tests', at],
        expected: `${test.changed.join(', ')} to start ${listed(expected)}`,
        found: listed(found),
      },
    ]
  })
}

/** What is only checked for its form. */
export function testWarnings(tests: readonly DocumentTest[]): readonly Issue[] {
  return tests.flatMap((test, at) =>
    isTimed(test)
      ? [
          {
            severity: 'warning' as const,
            path: ['tests', at],
            expected: 'a test without a time',
            found: 'one that is not judged by this version',
          },
        ]
      : [],
  )
}

const isTimed = ({ at, expect }: DocumentTest) => at !== undefined || !Array.isArray(expect)

/** `none` alone means no pipeline, unless there is one of that name. */
function namesIn({ expect }: DocumentTest, known: readonly string[]): readonly string[] {
  const names = Array.isArray(expect) ? expect : Object.keys(expect)
  return names.length === 1 && names[0] === 'none' && !known.includes('none') ? [] : names
}

function startedBy({ changed, from }: DocumentTest, { all, judgementFor }: Rules): readonly string[] {
  const asked = all.filter((rule) => mayChangeIn(rule, from))
  const judgement = judgementFor(asked)
  for (const path of changed) judgement.take({ path, change: 'modified' })
  return asked
    .filter((rule) => judgement.groundsOf(rule).outcome === 'matched')
    .map(({ pipeline }) => pipeline)
}

/** An image has no paths: nothing that changes in a file is news of it. */
function mayChangeIn({ sources }: Rule, from: string | undefined): boolean {
  if (sources === 'every') return true
  return sources.some(({ name, kind }) => (from === undefined ? kind !== 'ecr' : name === from))
}

function unknownSource({ from }: DocumentTest, { sources }: Rules, path: Issue['path']): readonly Issue[] {
  if (from === undefined) return []
  const names = sources === 'every' ? [] : sources.map(({ name }) => name)
  return unknownWords([from], names, { noun: 'source', path }).map((issue) => ({ ...issue, path }))
}

const listed = (names: readonly string[]) => [...new Set(names)].toSorted().join(', ') || 'none'
