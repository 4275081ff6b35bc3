import { createHash } from 'node:crypto'
import { type DocumentStore, UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { lockPlace } from './lock-place.ts'
import { lockedRules, rulesFromBoth } from './locked-rules.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** A store of one text, or of none: then it does not answer. */
function shelf(text: string | undefined) {
  const state = { text, reads: 0 }
  const store: DocumentStore = {
    async read(known) {
      state.reads += 1
      if (state.text === undefined) throw new UpstreamUnavailable('a shelf')
      return state.text === known ? 'unchanged' : { content: state.text, version: state.text }
    },
  }
  return { state, store }
}

const lock = (directory: string) =>
  JSON.stringify({ lockVersion: 1, packages: { api: { directory, dependsOn: [] } }, shared: [] })
const waiting = JSON.stringify({ pipelines: { api: { workspace: 'api' } } })
const plain = JSON.stringify({ pipelines: { api: { paths: ['api/**'] } } })

function opened(rules: string, locked: string | undefined) {
  const [one, other] = [shelf(rules), shelf(locked)]
  const store = lockedRules(one.store, other.store)
  const watched = async () => {
    const found = await store.read()
    const read = rulesFromBoth(found === 'unchanged' ? '' : found.content, { digest })
    if (read.outcome === 'bad') return read.issues
    const includes = read.value.all[0]?.includes
    return includes === 'every' ? includes : includes?.map(({ text }) => text)
  }
  return { rules: one.state, lock: other.state, store, watched }
}

describe('rules with a lock beside them', () => {
  it('watch what the lock says a package is made of', async () => {
    expect(await opened(waiting, lock('apps/api')).watched()).toEqual(['apps/api/**'])
  })

  it('have another version when either changed, and none when neither did', async () => {
    const { store, rules, lock: locked } = opened(waiting, lock('apps/api'))
    const first = await store.read()
    const version = first === 'unchanged' ? '' : first.version
    expect(await store.read(version)).toBe('unchanged')
    locked.text = lock('services/api')
    const second = await store.read(version)
    expect(second).toMatchObject({ version: expect.not.stringMatching(version) })
    rules.text = plain
    expect(await store.read(second === 'unchanged' ? '' : second.version)).toMatchObject({ version: plain })
  })

  it('do not ask for the lock when they name no package', async () => {
    const { watched, lock: locked } = opened(plain, undefined)
    expect(await watched()).toEqual(['api/**'])
    expect(locked.reads).toBe(0)
  })

  it('watch everything while no lock can be read, and keep the last one that could', async () => {
    const { watched, lock: locked } = opened(waiting, undefined)
    expect(await watched()).toBe('every')
    locked.text = lock('apps/api')
    expect(await watched()).toEqual(['apps/api/**'])
    locked.text = undefined
    expect(await watched()).toEqual(['apps/api/**'])
  })

  it('are bad with a lock that is bad, which is told as the lock’s', async () => {
    expect(await opened(waiting, '{').watched()).toMatchObject([{ path: ['rules.lock'] }])
    expect(await opened(waiting, '{"lockVersion":2,"packages":{},"shared":[]}').watched()).toMatchObject([
      { path: ['rules.lock', 'lockVersion'] },
    ])
  })
})

describe('the place of a lock', () => {
  it.each([
    [
      { use: 'file', path: 'gates/rules.json' },
      { use: 'file', path: 'gates/rules.lock.json' },
    ],
    [
      { use: 's3', bucket: 'b', key: 'rules.yaml' },
      { use: 's3', bucket: 'b', key: 'rules.lock.json' },
    ],
    [
      { use: 'dynamodb', table: 't' },
      { use: 'dynamodb', table: 't', document: 'rules.lock' },
    ],
    [
      { use: 'dynamodb', table: 't', document: 'web' },
      { use: 'dynamodb', table: 't', document: 'web.lock' },
    ],
    [
      { use: 'inline', document: {}, lock: { lockVersion: 1 } },
      { use: 'inline', document: { lockVersion: 1 } },
    ],
    [{ use: 'inline', document: {} }, undefined],
    [{ use: './mine.mjs', path: 'x' }, undefined],
  ])('%j', (choice, expected) => {
    expect(lockPlace(choice)).toEqual(expected)
  })
})
