import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { git } from './git.ts'
import { type MadeRepository, madeRepository } from './made-repository.stage.ts'
import { type Repository, repository } from './repository.stage.ts'

describe('git', () => {
  let made: MadeRepository

  beforeEach(() => {
    made = madeRepository()
  })
  afterEach(() => made.remove())

  it('is asked about a repository with a working tree', async () => {
    const id = made.commit('first', { 'a.txt': 'a', link: '-> a.txt' })
    expect(await git(made.directory, 'rev-parse', 'HEAD')).toEqual({ code: 0, output: `${id}\n` })
    expect((await git(made.directory, 'ls-tree', '--format=%(objectmode) %(path)', 'HEAD')).output).toBe(
      '100644 a.txt\n120000 link\n',
    )
  })

  it('tells how it ended when it did not like the question', async () => {
    const { code, output } = await git(made.directory, 'rev-parse', '--verify', '--quiet', 'nothing')
    expect({ code, output }).toEqual({ code: 1, output: '' })
  })

  it('does not climb to a repository around the folder it is asked about', async () => {
    made.commit('first', { 'inner/a.txt': 'a' })
    expect((await git(`${made.directory}/inner`, 'rev-parse', 'HEAD')).code).not.toBe(0)
  })
})

describe('a bare repository', () => {
  let shop: Repository

  beforeEach(async () => {
    shop = await repository()
  })
  afterEach(() => rm(dirname(shop.path), { recursive: true }))

  const filesAt = async (ref: string) =>
    (await shop.run(['ls-tree', '-r', '--format=%(objectmode) %(path)', ref])).split('\n')

  it('lands one edit after another on main', async () => {
    const first = await shop.land([
      { put: 'a "b".txt', content: 'a' },
      { put: 'run', executable: true },
    ])
    const second = await shop.land([{ rename: 'run', to: 'bin/run' }, { remove: 'a "b".txt' }])
    expect(await filesAt(first)).toEqual(['100644 "a \\"b\\".txt"', '100755 run'])
    expect(await filesAt(second)).toEqual(['100755 bin/run'])
    expect(await shop.run(['rev-parse', 'main', 'main^'])).toBe(`${second}\n${first}`)
  })

  it('is rewritten from a commit on', async () => {
    const root = await shop.land([{ put: 'a' }])
    await shop.land([{ put: 'b' }])
    const other = await shop.rewrite(root, [{ put: 'c' }])
    expect(await filesAt('main')).toEqual(['100644 a', '100644 c'])
    expect(await shop.run(['rev-parse', `${other}^`])).toBe(root)
  })

  it('has refs that come and go', async () => {
    const root = await shop.land([])
    await shop.point('refs/tags/v1', root)
    expect(await shop.run(['for-each-ref', '--format=%(refname)'])).toBe('refs/heads/main\nrefs/tags/v1')
    await shop.removeRef('refs/tags/v1')
    expect(await shop.run(['for-each-ref', '--format=%(refname)'])).toBe('refs/heads/main')
  })

  it('says what git complains about', async () => {
    await expect(shop.run(['rev-parse', '--verify', 'nowhere'])).rejects.toThrow(
      'rev-parse --verify nowhere: expected success, found fatal: ',
    )
  })
})
