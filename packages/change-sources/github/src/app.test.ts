import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { AppIdentity } from './github-options.ts'
import { type GitHubStage, githubStage } from './github.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    // As GitHub gives it out.
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
const { privateKey, publicKey } = pair()

interface Registered {
  readonly identity?: Partial<AppIdentity>
  readonly installations?: Readonly<Record<string, readonly string[]>>
  readonly permissions?: Readonly<Record<string, string>>
}

async function set({ identity, installations, permissions }: Registered = {}): Promise<GitHubStage> {
  const stage = await githubStage({
    options: { app: { id: 12, privateKey, ...identity } },
    simulated: {
      app: {
        id: '12',
        publicKey,
        installations: installations ?? { '7': ['acme/shop'] },
        ...(permissions !== undefined && { permissions }),
      },
    },
  })
  closing.push(stage.close)
  return stage
}

const asked = ({ simulator }: GitHubStage) => simulator.calls.map(({ operation }) => operation)
const minted = (stage: GitHubStage) =>
  asked(stage).filter((operation) => operation === 'apps/create-installation-access-token').length

describe('a GitHub App', () => {
  it('finds its installation, and reads by a token of it', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    expect(await stage.source.tip(stage.origin)).toBe(to)
    expect(stage.simulator.calls.map(({ operation, as }) => `${operation} as ${as}`)).toEqual([
      'apps/get-repo-installation as app',
      'apps/create-installation-access-token as app',
      'git/get-ref as installation',
    ])
  })

  it('looks for no installation that it is told', async () => {
    const stage = await set({ identity: { installation: 7 } })
    await stage.source.tip(stage.origin)
    expect(asked(stage)[0]).toBe('apps/create-installation-access-token')
  })

  it('asks for one token, however many ask at once', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    const { source, origin } = stage
    expect(await Promise.all([source.tip(origin), source.tip(origin), source.refs(origin)])).toEqual([
      to,
      to,
      [origin.ref],
    ])
    expect(minted(stage)).toBe(1)
  })

  it('shares one token between the repositories of its installation, renewed ones too', async () => {
    const stage = await set({ installations: { '7': ['acme/shop', 'acme/other'] } })
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.repositories.set('acme/other', stage.repository.path)
    const both = () =>
      Promise.all(
        ['acme/shop', 'acme/other'].map((repository) => stage.source.tip({ ...stage.origin, repository })),
      )
    expect(await both()).toEqual([to, to])
    expect(minted(stage)).toBe(1)
    stage.pass(56 * 60_000)
    expect(await both()).toEqual([to, to])
    expect(minted(stage)).toBe(2)
  })

  it('renews a token before its end', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    for (const minutes of [0, 54, 2, 54, 2]) {
      stage.pass(minutes * 60_000)
      expect(await stage.source.tip(stage.origin)).toBe(to)
    }
    expect(minted(stage)).toBe(3)
    expect(stage.simulator.calls.every(({ status }) => status < 400)).toBe(true)
  })

  it('asks for another token when one was taken back', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    await stage.source.tip(stage.origin)
    stage.simulator.revokeTokens()
    expect(await stage.source.tip(stage.origin)).toBe(to)
    expect(minted(stage)).toBe(2)
  })

  it('is found again where it was installed anew', async () => {
    const installations: Record<string, readonly string[]> = { '7': ['acme/shop'] }
    const stage = await set({ installations })
    const to = await stage.land([{ put: 'a' }])
    const { source, origin } = stage
    expect(await source.tip(origin)).toBe(to)
    delete installations['7']
    installations['8'] = ['acme/shop']
    stage.simulator.revokeTokens()
    expect(await source.tip(origin)).toBe(to)
    delete installations['8']
    installations['9'] = ['acme/shop']
    stage.pass(56 * 60_000)
    await expect(source.tip(origin)).rejects.toMatchObject({ reason: 'repository_missing' })
    expect(await source.tip(origin)).toBe(to)
  })

  it('is refused where another token is no better', async () => {
    const stage = await set()
    stage.simulator.faults.next({ operation: 'git/get-ref', kind: 'bad_credentials', times: 100 })
    await expect(stage.source.tip(stage.origin)).rejects.toMatchObject({ reason: 'access_denied' })
    expect(minted(stage)).toBe(2)
  })

  it('is refused where it is not installed', async () => {
    const stage = await set({ installations: { '7': ['acme/other'] } })
    await expect(stage.source.tip(stage.origin)).rejects.toMatchObject({
      name: 'SourceRefused',
      reason: 'repository_missing',
    })
    expect(asked(stage)).toEqual(['apps/get-repo-installation'])
  })

  it('is refused where it may not read contents, and asks for no more than reading', async () => {
    const stage = await set({ permissions: { metadata: 'read' } })
    await expect(stage.source.tip(stage.origin)).rejects.toMatchObject({ reason: 'access_denied' })
    const writing = await set({ permissions: { contents: 'write', metadata: 'read', issues: 'write' } })
    expect(await writing.source.refs(writing.origin)).toEqual([])
  })

  it('is refused with the key of another, and keeps its own to itself', async () => {
    const other = pair().privateKey
    const stage = await set({ identity: { privateKey: other } })
    const failure = await stage.source.tip(stage.origin).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'SourceRefused', reason: 'access_denied' })
    const told = inspect(failure, { depth: 9 })
    expect(told).not.toContain(other.split('\n')[1])
    expect(told).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/)
  })

  it('tells no token when something fails', async () => {
    const stage = await set()
    stage.simulator.faults.next({ operation: 'git/get-ref', kind: 'internal', times: 100 })
    const failure = await stage.source.tip(stage.origin).catch((error: unknown) => error)
    expect(inspect(failure, { depth: 9 })).not.toContain('ghs_')
  })

  it('takes a key whose line ends are spelt out', async () => {
    const stage = await set({ identity: { privateKey: privateKey.replaceAll('\n', '\\n') } })
    const to = await stage.land([{ put: 'a' }])
    expect(await stage.source.tip(stage.origin)).toBe(to)
  })

  it('waits out a limit and a failure on its way to a token', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ operation: 'apps/get-repo-installation', kind: 'secondary', seconds: 2 })
    stage.simulator.faults.next({ operation: 'apps/create-installation-access-token', kind: 'cut' })
    expect(await stage.source.tip(stage.origin)).toBe(to)
    expect(stage.pauses).toHaveLength(2)
  })
})
