import { type Issue, sentence } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { type Origin, type SourceKind } from './revision.ts'
import { ruleFindings } from './rule-findings.ts'
import { type Rules, rules, rulesFromText } from './rules.ts'

/** The example of the public interface, member by member. */
const whole = {
  ignore: ['docs/**', '**/*.md'],
  sources: {
    mono: { codecommit: 'shop', branches: ['main'] },
    art: { s3: { bucket: 'artefacts', key: 'app.zip' } },
    img: { ecr: 'web', tags: ['v*'] },
    hub: { github: 'acme/shop', branches: ['main', 'release/*'] },
  },
  pipelines: {
    web: {
      from: ['mono', 'hub'],
      paths: ['apps/web/**'],
      pathsIgnore: ['**/*.test.ts'],
      calendar: 'working-hours',
    },
    api: { from: ['mono'], paths: ['apps/api/**', 'libs/**'], change: ['added', 'modified', 'deleted'] },
    image: { from: ['img'], when: 'digest' },
  },
  calendars: {
    'working-hours': {
      timeZone: 'Europe/Berlin',
      open: ['mon-fri 08:00-16:00'],
      holidays: { country: 'DE', region: 'BY' },
      otherwise: 'postpone',
    },
    'year-end': {
      timeZone: 'Europe/Berlin',
      closed: [{ from: '2026-12-21', to: '2027-01-03', reason: 'Year-end freeze' }],
    },
    company: { ics: 's3://acme-gates/freeze.ics' },
  },
  onUnknownBase: 'start',
  tests: [
    { changed: ['apps/web/x.ts'], expect: 'web' },
    { changed: ['apps/web/x.ts'], at: '2026-12-25T12:00+01:00', expect: { web: '2026-12-28T08:00+01:00' } },
    { changed: ['docs/a.md'], expect: 'none' },
  ],
}

const digest = (text: string) => text

function good(value: unknown): Rules {
  const read = rules(value, { digest })
  if (read.outcome === 'bad') throw new Error(read.issues.map(sentence).join('\n'))
  return read.value
}

function faults(value: unknown): readonly string[] {
  const read = rules(value, { digest })
  return read.outcome === 'bad' ? read.issues.map(sentence) : []
}

const origin = (kind: SourceKind, repository: string, ref: string): Origin => ({ kind, repository, ref })
const names = (found: readonly { readonly pipeline: string }[]) => found.map(({ pipeline }) => pipeline)

function started(found: Rules, ...paths: readonly string[]): readonly string[] {
  const judging = found.judgementFor(found.all)
  for (const path of paths) judging.take({ path, change: 'modified' })
  return names(judging.matched())
}

describe('a rules document', () => {
  it('may have every member that the interface names', () => {
    const found = good(whole)
    expect(names(found.all)).toEqual(['web', 'api', 'image'])
    expect(found.onUnknownBase).toBe('start')
    expect(found.all[0]?.calendars).toEqual(['working-hours'])
    expect(found.calendars['company']).toEqual({ ics: 's3://acme-gates/freeze.ics', otherwise: 'postpone' })
    expect(found.places).toContainEqual({ kind: 'github', repository: 'acme/shop' })
    expect(found.warnings.map(sentence)).toEqual([
      'tests[1]: expected a test without a time, found one that is not judged by this version',
    ])
  })

  it.each<[string, Origin, readonly string[]]>([
    ['a branch', origin('codecommit', 'shop', 'refs/heads/main'), ['web', 'api']],
    ['another branch', origin('codecommit', 'shop', 'refs/heads/dev'), []],
    ['a tag where none is watched', origin('codecommit', 'shop', 'refs/tags/main'), []],
    ['a branch by a glob', origin('github', 'acme/shop', 'refs/heads/release/1'), ['web']],
    ['a repository of GitHub in another case', origin('github', 'Acme/Shop', 'refs/heads/main'), ['web']],
    ['a repository of another source', origin('github', 'shop', 'refs/heads/main'), []],
    ['an object', origin('s3', 'artefacts', 's3://artefacts/app.zip'), []],
    ['an image', origin('ecr', 'web', 'web'), ['image']],
  ])('finds the rules for %s', (_, from, expected) => {
    expect(names(good(whole).eligible(from))).toEqual(expected)
  })

  it('looks at the tag of an image where it is told', () => {
    const image = origin('ecr', 'web', 'web')
    expect(names(good(whole).eligible(image, 'v1'))).toEqual(['image'])
    expect(good(whole).eligible(image, 'latest')).toEqual([])
  })

  it('watches every branch and no tag unless it says, and no branch when it says tags only', () => {
    const found = good({
      sources: { all: { codecommit: 'a' }, tags: { codecommit: 'b', tags: ['v*'] } },
      pipelines: { p: {} },
    })
    const refs = ['refs/heads/x', 'refs/tags/v1']
    expect(refs.map((ref) => found.eligible(origin('codecommit', 'a', ref)).length)).toEqual([1, 0])
    expect(refs.map((ref) => found.eligible(origin('codecommit', 'b', ref)).length)).toEqual([0, 1])
  })

  it("may be the AWS article's list of files to ignore, compared without case", () => {
    const found = good({ files_to_ignore: ['readme.md'], pipeline: 'main' })
    expect(started(found, 'README.md')).toEqual([])
    expect(started(found, 'docs/readme.md')).toEqual(['main'])
    expect(names(found.eligible(origin('codecommit', 'any', 'refs/heads/any')))).toEqual(['main'])
  })

  it("may be the AWS article's mapping, with a name or a list", () => {
    const found = good({ config_file_mapping: { 'config_1.json': 'one', 'Config_2.json': ['two', 'one'] } })
    expect(started(found, 'CONFIG_1.json')).toEqual(['one'])
    expect(started(found, 'config_2.json')).toEqual(['one', 'two'])
    expect(started(found, 'x/config_2.json')).toEqual([])
  })

  it('has a digest per rule that notes, names of sources and order leave alone', () => {
    const digestOf = (web: object, source = 's', ignore: readonly string[] = []) => {
      const of = {
        sources: { [source]: { codecommit: 'a' } },
        pipelines: { web: { paths: ['a', 'b'], ...web } },
      }
      return good(ignore.length === 0 ? of : { ...of, ignore }).all[0]?.digest
    }
    const first = digestOf({})
    expect([digestOf({ note: 'n' }), digestOf({ paths: ['b', 'a'] }), digestOf({}, 't')]).toEqual([
      first,
      first,
      first,
    ])
    for (const other of [digestOf({ paths: ['a'] }), digestOf({}, 's', ['x']), digestOf({ change: 'added' })])
      expect(other).not.toBe(first)
  })

  it('names faults at once, with their paths and the words that were meant', () => {
    const value = {
      ignore: ['!x'],
      sources: {
        mono: { codecommit: 'shop', branches: ['refs/heads/main'] },
        two: { codecommit: 'a', ecr: 'bb' },
      },
      pipelines: { 'a b': {}, web: { from: [], path: ['a'], paths: ['docs/', '/x'] } },
      calendars: {
        c: { timeZone: 'Mars', open: ['always'], holidays: { country: 'de' } },
        d: {
          timeZone: 'UTC',
          closed: [
            { from: '2027-02-30', to: '2027-03-01' },
            { from: '2027-01-02', to: '2027-01-01' },
          ],
        },
        e: { open: ['mon 08:00-09:00'] },
      },
      onUnknownBase: 'strt',
    }
    expect(faults(value)).toEqual([
      'ignore[0]: expected a glob without "!"; what is out goes to pathsIgnore, found "!x"',
      'sources.mono.branches[0]: expected the short name, "main", found "refs/heads/main"',
      'sources.two: expected one of codecommit, github, git, s3, ecr, found codecommit and ecr',
      'pipelines["a b"]: expected the name of a pipeline: 1 to 100 of A-Z a-z 0-9 . @ _ -, found "a b"',
      'pipelines.web.from: expected at least one, found an empty list',
      'pipelines.web.paths[0]: expected a glob of files, such as "docs/**", found "docs/"',
      'pipelines.web.paths[1]: expected a path from the root of the repository, without a slash first, found "/x"',
      'pipelines.web.path: expected a member that is known, found an unknown one; did you mean "paths"?',
      'calendars.c.timeZone: expected an IANA time zone, such as "Europe/Berlin", found "Mars"',
      'calendars.c.open[0]: expected days and hours, such as "mon-fri 08:00-16:00", found "always"',
      'calendars.c.holidays.country: expected a country code of two capitals, such as "DE", found "de"',
      'calendars.d.closed[0].from: expected a day that there is, found "2027-02-30"',
      'calendars.d.closed[1]: expected an end after the beginning, found 2027-01-02 to 2027-01-01',
      'calendars.e: expected a timeZone, since hours and dates are those of a place, found none',
      'onUnknownBase: expected start, hold, skip, found "strt"; did you mean "start"?',
    ])
  })

  it.each<[string, object, readonly string[]]>([
    [
      'an unknown source',
      { pipelines: { p: { from: ['momo'] } } },
      ['pipelines.p.from[0]: expected a source of this document, found "momo"; did you mean "mono"?'],
    ],
    [
      'an unknown calendar',
      { pipelines: { p: { calendar: 'year-ned' } } },
      [
        'pipelines.p.calendar[0]: expected a calendar of this document, found "year-ned"; did you mean "year-end"?',
      ],
    ],
    [
      'a test of an unknown pipeline',
      { tests: [{ changed: ['a'], expect: 'wep' }] },
      ['tests[0].expect[0]: expected a pipeline of this document, found "wep"; did you mean "web"?'],
    ],
    [
      'a failing test',
      { tests: [{ changed: ['a.md'], expect: 'api' }] },
      ['tests[0]: expected a.md to start api, found none'],
    ],
    [
      'a reserved name',
      JSON.parse('{"calendars":{"__proto__":{"ics":"s3://a/b"}}}'),
      [
        'calendars.__proto__: expected a name other than __proto__, prototype, constructor, found a reserved one',
      ],
    ],
  ])('does not go with %s', (_, change, expected) => {
    expect(
      faults({ ...whole, tests: [], ...change }).filter((text) => !/web|api/.test(text.slice(0, 20))),
    ).toEqual(expected)
  })

  it('takes calendars of the deployment as known', () => {
    const value = { pipelines: { p: { calendar: 'ops' } } }
    expect(rules(value, { digest, calendars: ['ops'] }).outcome).toBe('good')
    expect(faults(value)).toHaveLength(1)
  })

  it('is read from JSON, and says where that is broken without repeating it', () => {
    expect(rulesFromText(JSON.stringify(whole), { digest }).outcome).toBe('good')
    const broken = rulesFromText('{"secret": }', { digest })
    expect(broken).toMatchObject({ outcome: 'bad', issues: [{ expected: 'JSON' }] })
    expect(JSON.stringify(broken)).not.toContain('secret')
  })
})

describe('findings of a rules document', () => {
  const found = (value: object, tree?: readonly string[]): readonly string[] =>
    ruleFindings(good(value), tree).map((issue: Issue) => sentence(issue))

  it('are none of a good one', () => {
    expect(found({ pipelines: { p: { paths: ['a/**'] } } }, ['a/x'])).toEqual([])
  })

  it.each<[string, object, readonly string[] | undefined, string]>([
    [
      'a pipeline that is shut',
      { ignore: ['**'], pipelines: { p: {} } },
      undefined,
      'pipelines.p: expected a path that can start it',
    ],
    [
      'a glob under another',
      { ignore: ['docs/**'], pipelines: { p: { paths: ['docs/a/**', 'b'] } } },
      undefined,
      'pipelines.p.paths[0]: expected a glob that is not excluded',
    ],
    [
      'a glob twice',
      { pipelines: { p: { paths: ['a', 'a'] } } },
      undefined,
      'pipelines.p.paths[1]: expected each glob once',
    ],
    [
      'layers without an image',
      { sources: { s: { codecommit: 'a' } }, pipelines: { p: { when: 'layers' } } },
      undefined,
      'pipelines.p.when: expected a source that is an image',
    ],
    [
      'a glob without a file',
      { pipelines: { p: { paths: ['a/**', 'b/**'] } } },
      ['a/x'],
      'pipelines.p.paths[1]: expected a glob that matches a file',
    ],
    [
      'brackets of a folder',
      { pipelines: { p: { paths: ['app/[id]/**'] } } },
      ['app/[id]/x', 'app/i/x'],
      'pipelines.p.paths[0]: expected brackets with a backslash',
    ],
    [
      'files of nobody',
      { pipelines: { p: { paths: ['a/**'] } } },
      ['a/x', 'b/y'],
      'pipelines: expected a pipeline for every file, found 1 of 2 without, such as b/y',
    ],
  ])('name %s', (...given) => {
    const [, value, tree, expected] = given
    expect(found(value, tree)).toContainEqual(expect.stringContaining(expected))
  })
})

describe("a document's tests", () => {
  const document = (tests: readonly object[]) => ({
    sources: {
      mono: { codecommit: 'shop' },
      art: { s3: { bucket: 'art', key: 'app.zip' } },
      img: { ecr: 'web' },
    },
    pipelines: {
      web: { from: ['mono', 'img'], paths: ['web/**'] },
      archive: { from: 'art' },
      image: { from: 'img' },
    },
    tests,
  })
  const told = (tests: readonly object[]) => {
    const read = rules(document(tests), { digest: (text) => text })
    return read.outcome === 'bad' ? read.issues.map(sentence) : []
  }

  it('are about files, and so never about a pipeline of images alone', () => {
    expect(told([{ changed: ['web/a'], expect: ['web', 'archive'] }])).toEqual([])
    expect(told([{ changed: ['web/a'], expect: ['web', 'archive', 'image'] }])).toEqual([
      'tests[0]: expected web/a to start archive, image, web, found archive, web',
    ])
  })

  it('may be about one source', () => {
    expect(told([{ changed: ['web/a'], from: 'mono', expect: 'web' }])).toEqual([])
    expect(told([{ changed: ['web/a'], from: 'art', expect: 'archive' }])).toEqual([])
    expect(told([{ changed: ['docs/a'], from: 'mono', expect: 'none' }])).toEqual([])
  })

  it('name a source that there is', () => {
    expect(told([{ changed: ['web/a'], from: 'mon', expect: 'web' }])).toEqual([
      'tests[0].from: expected a source of this document, found "mon"; did you mean "mono"?',
    ])
  })
})
