import { describe, expect, it } from 'vitest'
import { deliveryStage, digest, shop } from './delivery.stage.ts'
import { main } from './delivery-stage/repository.stage.ts'
import { deliver } from './deliver.ts'
import type { Gate } from './gate.ts'
import type { Change, Completeness } from './change-set.ts'
import type { Comparison } from './ports/change-source.ts'
import { rules } from './rules.ts'
import type { WorkspaceLock } from './workspace-lock.ts'

const object = (letter: string) => letter.repeat(40)
const resolutions = (letter: string) => letter.repeat(64)

const lock = {
  lockVersion: 1,
  packages: {
    '@acme/api': { directory: 'apps/api', dependsOn: ['@acme/lib'], resolutions: resolutions('a') },
    '@acme/lib': { directory: 'libs/[core]', dependsOn: [], resolutions: resolutions('b') },
    '@acme/web': { directory: 'apps/web', dependsOn: [], resolutions: resolutions('c') },
  },
  lockfile: { path: 'pnpm-lock.yaml', object: object('1') },
  shared: ['package.json'],
} as const satisfies WorkspaceLock

const document = {
  pipelines: { api: { workspace: '@acme/api' }, web: { workspace: '@acme/web', paths: ['design/**'] } },
}

/** What each pipeline does after these changes, under a lock that may be another each time. */
async function opened() {
  const stage = deliveryStage(document)
  const state: {
    changes: readonly Change[] | 'unknown_base'
    lock: WorkspaceLock | undefined
    completeness: Completeness
  } = { changes: [], lock, completeness: 'exact' }
  const [source] = stage.gate.sources
  if (source === undefined) throw new Error('the stage has no source')
  const gate: Gate = {
    ...stage.gate,
    rules: {
      current: async () => {
        const read = rules(document, { digest, lock: state.lock })
        if (read.outcome === 'bad') throw new Error(JSON.stringify(read.issues))
        return { value: read.value, version: '1' }
      },
    },
    sources: [
      {
        ...source,
        changes: async (): Promise<Comparison> => {
          const { changes, completeness } = state
          if (changes === 'unknown_base') return { outcome: changes }
          const told = (async function* () {
            yield* changes
          })()
          return { outcome: 'compared', changes: told, completeness: () => completeness }
        },
      },
    ],
  }
  const told = async (
    changes: readonly Change[] | 'unknown_base',
    known: WorkspaceLock | null = lock,
    completeness: Completeness = 'exact',
  ) => {
    Object.assign(state, { changes, lock: known ?? undefined, completeness })
    stage.push({ [`file-${stage.repository.historyOf(main).length}`]: 'x' })
    const { decisions } = await deliver({ ...shop, happened: 'updated' }, gate)
    return decisions
      .filter(({ verdict }) => verdict === 'start')
      .map(({ pipeline, because: { path, rule } }) => `${pipeline}: ${path}, by ${rule}`)
      .toSorted()
  }
  await told([])
  return { ...stage, told, state }
}

const modified = (path: string, name?: string): Change => ({
  path,
  change: 'modified',
  ...(name === undefined ? {} : { object: name }),
})
const installed = (lockfile: string, api: string, web: string): WorkspaceLock => ({
  ...lock,
  lockfile: { path: 'pnpm-lock.yaml', object: lockfile },
  packages: {
    ...lock.packages,
    '@acme/api': { ...lock.packages['@acme/api'], resolutions: resolutions(api) },
    '@acme/web': { ...lock.packages['@acme/web'], resolutions: resolutions(web) },
  },
})

describe('a rule for a package of a workspace', () => {
  it('waits for its own files and those of all that it depends on, beside its paths', async () => {
    const { told } = await opened()
    expect(await told([modified('apps/api/x.ts')])).toEqual(['api: apps/api/x.ts, by apps/api/**'])
    expect(await told([modified('libs/[core]/x.ts')])).toEqual([
      'api: libs/[core]/x.ts, by libs/\\[core\\]/**',
    ])
    expect(await told([modified('design/a.svg')])).toEqual(['web: design/a.svg, by design/**'])
    expect(await told([modified('libs/c/x.ts'), modified('readme.md')])).toEqual([])
  })

  it('waits for what every package shares', async () => {
    const { told } = await opened()
    expect(await told([modified('package.json')])).toHaveLength(2)
  })

  it('watches everything while there is no lock', async () => {
    const { told } = await opened()
    expect(await told([modified('docs/a.md')], null)).toEqual([
      'api: docs/a.md, by undefined',
      'web: docs/a.md, by undefined',
    ])
  })
})

describe('a lockfile that changed', () => {
  const lockfile = (name: string) => [modified('pnpm-lock.yaml', name)]

  it('starts whom it installs something else for, once it is known what was installed before', async () => {
    const { told } = await opened()
    // What was installed before is not known yet.
    expect(await told(lockfile(object('1')))).toHaveLength(2)
    expect(await told(lockfile(object('2')), installed(object('2'), 'd', 'c'))).toEqual([
      'api: pnpm-lock.yaml, by workspace: @acme/api',
    ])
    expect(await told(lockfile(object('3')), installed(object('3'), 'd', 'c'))).toEqual([])
    expect(await told(lockfile(object('4')), installed(object('4'), 'd', 'e'))).toEqual([
      'web: pnpm-lock.yaml, by workspace: @acme/web',
    ])
  })

  it('starts all while the lock is of another lockfile, and all again when it is known anew', async () => {
    const { told } = await opened()
    await told(lockfile(object('1')))
    expect(await told(lockfile(object('2')))).toHaveLength(2)
    expect(await told(lockfile(object('3')), installed(object('3'), 'a', 'c'))).toHaveLength(2)
    expect(await told(lockfile(object('4')), installed(object('4'), 'a', 'c'))).toEqual([])
  })

  it('starts all when it is gone, or the source does not know its content', async () => {
    const { told } = await opened()
    await told(lockfile(object('1')))
    expect(await told([{ path: 'pnpm-lock.yaml', change: 'deleted' }])).toHaveLength(2)
    expect(await told([modified('pnpm-lock.yaml')])).toHaveLength(2)
  })

  it('is remembered through changes that do not touch it', async () => {
    const { told } = await opened()
    await told(lockfile(object('1')))
    await told([modified('apps/api/x.ts')])
    await told([modified('readme.md')])
    expect(await told(lockfile(object('2')), installed(object('2'), 'a', 'c'))).toEqual([])
  })
})

describe('a lockfile that may have changed unseen', () => {
  const lockfile = (name: string) => [modified('pnpm-lock.yaml', name)]
  const own = [modified('apps/api/x.ts'), modified('apps/web/x.ts')]
  const back = [lockfile(object('3')), installed(object('3'), 'a', 'c')] as const

  it('behind all that was needed to start everything is read nevertheless', async () => {
    const { told } = await opened()
    await told(lockfile(object('1')))
    const changes = [...own, ...lockfile(object('2'))]
    expect(await told(changes, installed(object('2'), 'd', 'e'))).toHaveLength(2)
    // What is resolved now is what was resolved before the last start, and not what that start had.
    expect(await told(...back)).toHaveLength(2)
  })

  it('is no more remembered where too much was in front of it', async () => {
    const { told } = await opened()
    await told(lockfile(object('1')))
    const many = Array.from({ length: 1001 }, (_, at) => modified(`docs/${at}.md`))
    const changes = [...own, ...many, ...lockfile(object('2'))]
    expect(await told(changes, installed(object('2'), 'd', 'e'))).toHaveLength(2)
    expect(await told(...back)).toHaveLength(2)
  })

  it('is no more remembered where the source could not tell all, or not compare', async () => {
    const { told } = await opened()
    await told(lockfile(object('1')))
    expect(await told([], lock, 'unknown')).toHaveLength(2)
    expect(await told(...back)).toHaveLength(2)
    expect(await told('unknown_base')).toHaveLength(2)
    expect(await told(...back)).toHaveLength(2)
  })
})

describe('a name that the lock does not have', () => {
  it('is a fault, with the nearest that it has', () => {
    const read = rules({ pipelines: { api: { workspace: '@acme/apu' } } }, { digest, lock })
    expect(read).toMatchObject({
      outcome: 'bad',
      issues: [{ path: ['pipelines', 'api', 'workspace'], found: '"@acme/apu"', didYouMean: '@acme/api' }],
    })
  })

  it('is none without a lock: the rule watches everything', () => {
    const read = rules({ pipelines: { api: { workspace: '@acme/apu' } } }, { digest })
    expect(read.outcome === 'good' && read.value.all[0]?.includes).toBe('every')
  })
})

describe('the digest of a rule', () => {
  it('is of the name that was written, whatever the package depends on', () => {
    const digestOf = (known: WorkspaceLock | undefined, name = '@acme/api') => {
      const read = rules({ pipelines: { api: { workspace: name } } }, { digest, lock: known })
      return read.outcome === 'good' ? read.value.all[0]?.digest : undefined
    }
    expect(digestOf(lock)).toBe(digestOf(undefined))
    expect(digestOf(lock)).not.toBe(digestOf(lock, '@acme/web'))
  })
})
