import { type Change, SourceRefused } from '@sallyport/delivery'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { everyOne, type Repository, repository } from '@sallyport/simulation/stages'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { git } from './git.ts'

let shop: Repository
const origin = { kind: 'git', repository: 'shop', ref: 'refs/heads/main' } as const

beforeEach(async () => {
  shop = await repository('shop')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(dirname(shop.path), { recursive: true, force: true })
})

async function changesOf(from: string | undefined, to: string): Promise<readonly Change[]> {
  const comparison = await git({ path: shop.path }).changes({ origin, from, to, interest: 'every' })
  expect(comparison.outcome).toBe('compared')
  return comparison.outcome === 'compared' ? everyOne(comparison.changes) : []
}

/** Makes a commit of one entry that a stage has no edit for. */
async function commitOf(mode: string, object: string): Promise<string> {
  const tree = await shop.run(['mktree', '--missing'], `${mode} ${object}\tentry\n`)
  const identity = ['-c', 'user.name=Stage', '-c', 'user.email=stage@example.com']
  return shop.run([...identity, 'commit-tree', '-m', 'x', tree])
}

describe('a change in git', () => {
  it('is modified when a file became a link, or a submodule moved', async () => {
    const blob = await shop.run(['hash-object', '-w', '--stdin'], 'target')
    const file = await commitOf('100644 blob', blob)
    const link = await commitOf('120000 blob', blob)
    const submodule = await commitOf('160000 commit', file)
    const moved = await commitOf('160000 commit', link)
    const expected = { path: 'entry', change: 'modified' }
    expect(await changesOf(file, link)).toEqual([{ ...expected, object: blob }])
    expect(await changesOf(link, submodule)).toEqual([{ ...expected, object: file }])
    expect(await changesOf(submodule, moved)).toEqual([{ ...expected, object: link }])
  })

  it('has its path told with U+FFFD where the bytes are not UTF-8', async () => {
    const blob = await shop.run(['hash-object', '-w', '--stdin'], '')
    const input = Buffer.concat([
      Buffer.from('commit refs/heads/main\ncommitter S <s@example.com> 1 +0000\ndata 0\nM 100644 '),
      Buffer.from(`${blob} "`),
      Buffer.from('caf\u00e9', 'latin1'),
      Buffer.from('"\n'),
    ])
    await shop.run(['fast-import', '--quiet'], input)
    expect(await changesOf(undefined, await shop.run(['rev-parse', 'main']))).toEqual([
      { path: 'caf\ufffd', change: 'added', object: blob },
    ])
  })

  it('is told among 100,000 others', async () => {
    const files = Array.from({ length: 100_000 }, (_, number) => ({ put: `d${number % 100}/f${number}` }))
    const to = await shop.land(files)
    expect(await changesOf(undefined, to)).toHaveLength(100_000)
  })
})

describe('a git source', () => {
  it('answers for no repository but its own', async () => {
    const source = git({ path: shop.path, name: 'other' })
    const to = await shop.land([{ put: 'a' }])
    await expect(source.tip(origin)).rejects.toBeInstanceOf(SourceRefused)
    await expect(source.changes({ origin, from: undefined, to, interest: 'every' })).rejects.toThrow(
      'git:shop',
    )
    expect(await source.tip({ ...origin, repository: 'other' })).toBe(to)
  })

  it('resolves nothing but full names, whatever branches are called', async () => {
    const to = await shop.land([{ put: 'a' }])
    const names = ['none', 'undefined', 'main', 'HEAD', to.slice(0, 12)]
    for (const name of names.slice(0, 2)) await shop.point(`refs/heads/${name}`, to)
    const source = git({ path: shop.path })
    for (const from of names) {
      expect(await source.tip({ ...origin, ref: from })).toBeUndefined()
      expect(await source.changes({ origin, from, to, interest: 'every' })).toEqual({
        outcome: 'unknown_base',
      })
    }
  })

  it('does not climb to the repository around a folder', async () => {
    const inside = join(shop.path, 'not-a-repository')
    await mkdir(inside)
    await expect(git({ path: inside, name: 'shop' }).tip(origin)).rejects.toBeInstanceOf(SourceRefused)
  })

  it('is not led elsewhere by the surroundings of a hook', async () => {
    const to = await shop.land([{ put: 'a' }])
    const other = await repository('other')
    vi.stubEnv('GIT_DIR', other.path)
    vi.stubEnv('GIT_OBJECT_DIRECTORY', join(other.path, 'objects'))
    const tip = await git({ path: shop.path }).tip(origin)
    vi.unstubAllEnvs()
    await rm(dirname(other.path), { recursive: true })
    expect(tip).toBe(to)
  })

  it('finds no base for a branch that shares nothing with the default branch', async () => {
    await shop.land([{ put: 'a' }])
    const blob = await shop.run(['hash-object', '-w', '--stdin'], 'x')
    const stranger = await commitOf('100644 blob', blob)
    await shop.point('refs/heads/stranger', stranger)
    const source = git({ path: shop.path })
    expect(await source.firstBase({ ...origin, ref: 'refs/heads/stranger' }, stranger)).toBeUndefined()
  })

  it('takes the default branch it was told over that of HEAD', async () => {
    const first = await shop.land([{ put: 'a' }])
    await shop.point('refs/heads/trunk', first)
    const second = await shop.land([{ put: 'b' }])
    const source = git({ path: shop.path, defaultBranch: 'trunk' })
    expect(await source.firstBase(origin, second)).toBe(first)
  })

  it('finds the tag before, and never the tag itself', async () => {
    const first = await shop.land([{ put: 'a' }])
    await shop.point('refs/tags/v1', first)
    await shop.land([{ put: 'b' }])
    const third = await shop.land([{ put: 'c' }])
    await shop.point('refs/tags/v2', third)
    expect(await git({ path: shop.path }).firstBase({ ...origin, ref: 'refs/tags/v2' }, third)).toBe(first)
  })

  it('tells the commit of an annotated tag', async () => {
    const to = await shop.land([{ put: 'a' }])
    await shop.run(['-c', 'user.name=S', '-c', 'user.email=s@example.com', 'tag', '-a', 'v1', '-m', 'x', to])
    expect(await git({ path: shop.path }).tip({ ...origin, ref: 'refs/tags/v1' })).toBe(to)
  })

  it('works in a repository of SHA-256', async () => {
    const path = join(dirname(shop.path), 'modern.git')
    await shop.run(['init', '--quiet', '--bare', '--object-format=sha256', '--initial-branch=main', path])
    const input =
      'commit refs/heads/main\ncommitter S <s@example.com> 1 +0000\ndata 0\nM 100644 inline a\ndata 0\n'
    await shop.run(['-C', path, 'fast-import', '--quiet'], input)
    const source = git({ path, name: 'shop' })
    const to = (await source.tip(origin)) ?? ''
    expect(to).toHaveLength(64)
    const comparison = await source.changes({ origin, from: undefined, to, interest: 'every' })
    expect(comparison.outcome === 'compared' && (await everyOne(comparison.changes))).toEqual([
      { path: 'a', change: 'added', object: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
  })
})

describe('a git that fails', () => {
  it.each([
    ['is not there', ''],
    ['ends with an error', '#!/bin/sh\necho broken >&2\nexit 1\n'],
    ['does not end', '#!/bin/sh\nexec sleep 600\n'],
  ])('is unavailable when it %s', async (_, script) => {
    const program = join(dirname(shop.path), 'git')
    if (script !== '') await writeFile(program, script, { mode: 0o755 })
    const source = git({ path: shop.path, program, timeoutMilliseconds: 200 })
    await expect(source.tip(origin)).rejects.toBeInstanceOf(UpstreamUnavailable)
  })

  it('is unavailable when not even `env` is there', async () => {
    vi.stubEnv('PATH', dirname(shop.path))
    await expect(git({ path: shop.path }).tip(origin)).rejects.toBeInstanceOf(UpstreamUnavailable)
  })

  it('is a refusal when git does not trust the repository’s owner', async () => {
    const program = join(dirname(shop.path), 'git')
    const words = "fatal: detected dubious ownership in repository at '/srv/shop.git'"
    await writeFile(program, `#!/bin/sh\necho "${words}" >&2\nexit 128\n`, { mode: 0o755 })
    await expect(git({ path: shop.path, program }).tip(origin)).rejects.toMatchObject({
      name: 'SourceRefused',
      reason: 'access_denied',
    })
  })
})

describe('the options of git', () => {
  it('are refused all at once', () => {
    const options = { path: '', name: ' ', defaultBranch: '-x..y', program: '-c', timeoutMilliseconds: 0 }
    expect(() => git(options)).toThrow(ConfigurationInvalid)
    for (const setting of Object.keys(options)) expect(() => git(options)).toThrow(`${setting}: expected`)
  })

  it('name the repository by its folder unless they say otherwise', () => {
    const zeros = '0'.repeat(40)
    const detail = { repository: 'shop', ref: 'refs/heads/x', before: zeros, after: 'a'.repeat(40) }
    const event = { source: 'git', 'detail-type': 'Git Reference Update', detail }
    expect(git({ path: '/srv/shop.git' }).recognise(event)).toMatchObject({ repository: 'shop' })
    expect(git({ path: '/srv/shop.git', name: 'store' }).recognise(event)).toBeUndefined()
  })
})
