import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubSimulator, githubSimulator } from '../github-simulator.ts'
import { ask } from '../raw-request.fixture.ts'
import { type MadeRepository, madeRepository } from '@sallyport/simulation/stages'

let made: MadeRepository
let simulator: GitHubSimulator

beforeEach(async () => {
  made = madeRepository()
  simulator = await githubSimulator({ repositories: { 'Acme/Shop': made.directory } })
})

afterEach(async () => {
  await simulator.close()
  made.remove()
})

const get = async (path: string) => ask(`${simulator.url}/repos/acme/shop${path}`)

describe('a repository of GitHub', () => {
  it('is described, in any case [repository-described] [repository-any-case]', async () => {
    expect((await get('')).body).toMatchObject({
      full_name: 'Acme/Shop',
      owner: { login: 'Acme' },
      default_branch: 'main',
    })
  })

  it('tells its default branch beside a tag of that name', async () => {
    made.git('tag', 'main', made.commit('first', { a: '1' }))
    expect((await get('')).body).toMatchObject({ default_branch: 'main' })
  })

  it('may be bare', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'github-simulator-'))
    made.commit('first', { a: '1' })
    made.git('clone', '--quiet', '--bare', made.directory, join(directory, 'shop.git'))
    simulator.repositories.set('acme/bare', join(directory, 'shop.git'))
    const { status } = await ask(`${simulator.url}/repos/acme/bare/git/ref/heads/main`)
    rmSync(directory, { recursive: true })
    expect(status).toBe(200)
  })

  it('that is empty has lists and nothing else [repository-empty] [repository-empty-lists]', async () => {
    for (const path of ['git/ref/heads/main', 'commits/main', 'git/matching-refs/heads', 'compare/a...b'])
      expect(await get(`/${path}`)).toMatchObject({
        status: 409,
        body: { message: 'Git Repository is empty.' },
      })
    for (const path of ['branches', 'tags'])
      expect(await get(`/${path}`)).toMatchObject({ status: 200, body: [] })
  })
})

describe('refs of GitHub', () => {
  it('are found by their full names, slashes escaped or not [repository-ref]', async () => {
    const sha = made.commit('first', { a: '1' })
    made.git('branch', 'feature/x')
    for (const path of ['heads/feature/x', 'heads%2Ffeature%2Fx'])
      expect((await get(`/git/ref/${path}`)).body).toMatchObject({
        ref: 'refs/heads/feature/x',
        object: { type: 'commit', sha },
      })
    for (const path of ['heads/feature', 'feature/x', 'heads/*', 'heads/feature/', 'heads/x'])
      expect(await get(`/git/ref/${path}`)).toMatchObject({ status: 404 })
  })

  it('tell the tag itself where it is annotated [repository-ref-object]', async () => {
    const sha = made.commit('first', { a: '1' })
    made.git('tag', '--annotate', '--message', 'release', 'v1')
    const { body } = await get('/git/ref/tags/v1')
    const tag = made.git('rev-parse', 'refs/tags/v1')
    expect(body).toMatchObject({ object: { type: 'tag', sha: tag } })
    expect((await get(`/git/tags/${tag}`)).body).toMatchObject({
      sha: tag,
      tag: 'v1',
      object: { type: 'commit', sha },
    })
    for (const other of [sha, 'v1', '0'.repeat(40)])
      expect(await get(`/git/tags/${other}`)).toMatchObject({ status: 404 })
  })

  it('match by how they begin, all at once [repository-matching-refs] [repository-matching-unpaged]', async () => {
    const sha = made.commit('first', { a: '1' })
    const names = Array.from({ length: 40 }, (_, number) => `create refs/heads/feature${number} ${sha}\n`)
    made.feed(names.join(''), 'update-ref', '--stdin')
    const { body, headers } = await get('/git/matching-refs/heads/feat')
    expect(body).toHaveLength(40)
    expect(headers.get('link')).toBeNull()
    expect((await get('/git/matching-refs/tags')).body).toEqual([])
  })

  it('are listed in pages [repository-branches] [repository-list-order] [wire-pages] [wire-link-single]', async () => {
    const sha = made.commit('first', { a: '1' })
    const tags = Array.from({ length: 70 }, (_, number) => `create refs/tags/v${number + 10} ${sha}\n`)
    made.feed(tags.join(''), 'update-ref', '--stdin')
    const names = async (query: string) => {
      const { body, headers } = await get(`/tags${query}`)
      const list = body as readonly { readonly name: string; readonly commit: { readonly sha: string } }[]
      expect(list.every(({ commit }) => commit.sha === sha)).toBe(true)
      return { names: list.map(({ name }) => name), link: headers.get('link') }
    }
    const first = await names('')
    expect(first.names).toHaveLength(30)
    const place = `${simulator.url}/repos/acme/shop/tags`
    expect(first.link).toBe(`<${place}?page=2>; rel="next", <${place}?page=3>; rel="last"`)
    const second = await names('?page=2&per_page=20')
    expect(second.names[0]).toBe('v30')
    expect(second.link).toContain(`<${place}?page=1&per_page=20>; rel="prev"`)
    expect(second.link).toContain('rel="first"')
    const whole = await names('?per_page=1000')
    expect(whole).toMatchObject({ names: { length: 70 }, link: null })
    expect((await get('/branches')).body).toMatchObject([{ name: 'main', commit: { sha } }])
  })
})

describe('commits of GitHub', () => {
  it('are found by id, branch or tag [repository-commit]', async () => {
    const sha = made.commit('first\n\nand more', { a: '1' })
    made.git('tag', '--annotate', '--message', 'release', 'v1')
    const tree = { sha: made.git('rev-parse', 'HEAD^{tree}') }
    for (const ref of [sha, 'main', 'v1'])
      expect((await get(`/commits/${ref}`)).body).toMatchObject({
        sha,
        parents: [],
        commit: { message: 'first\n\nand more', tree, author: { name: 'Ada', email: 'ada@example.com' } },
      })
  })

  it('are 422 where there is none [repository-commit-missing]', async () => {
    made.commit('first', { a: '1' })
    for (const ref of ['nowhere', 'e'.repeat(40)])
      expect(await get(`/commits/${ref}`)).toMatchObject({
        status: 422,
        body: { message: `No commit found for SHA: ${ref}` },
      })
  })

  it('tell their tree by their full id only [repository-git-commit]', async () => {
    const parent = made.commit('first', { a: '1' })
    const sha = made.commit('second', { a: '2' })
    const tree = { sha: made.git('rev-parse', 'HEAD^{tree}') }
    expect((await get(`/git/commits/${sha}`)).body).toMatchObject({ sha, tree, parents: [{ sha: parent }] })
    for (const other of ['main', sha.slice(0, 10), tree.sha, 'e'.repeat(40)])
      expect(await get(`/git/commits/${other}`)).toMatchObject({ status: 404 })
  })

  it('can be asked for when no ref leads to them [repository-unreachable]', async () => {
    made.commit('first', { a: '1' })
    const dropped = made.commit('second', { a: '2' })
    made.git('reset', '--quiet', '--hard', 'HEAD~1')
    expect(await get(`/git/commits/${dropped}`)).toMatchObject({ status: 200 })
  })
})
