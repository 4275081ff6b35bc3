import { describe, expect, it } from 'vitest'
import { github } from './github.ts'
import { webhookEvent, zeros } from './github.stage.ts'

const { recognise } = github()
const [from, to] = ['b'.repeat(40), 'a'.repeat(40)]
const repository = { full_name: 'Acme/Shop' }

const push = (detail: object = {}) => {
  const event = webhookEvent({ happened: 'updated', ref: 'refs/heads/main', from, to }) as {
    readonly detail: object
  }
  return recognise({ ...event, detail: { ...event.detail, ...detail } })
}

const named = (name: 'create' | 'delete', detail: object) =>
  recognise({ source: 'github.com', 'detail-type': name, detail: { repository, ...detail } })

describe('a push to GitHub', () => {
  it('is recognised as an update, forced or not, whatever its lists say', () => {
    const commits = [{ id: to, added: ['x'], removed: [], modified: [] }]
    for (const forced of [true, false])
      expect(push({ forced, commits })).toEqual({
        kind: 'github',
        repository: 'acme/shop',
        ref: 'refs/heads/main',
        happened: 'updated',
        from,
        to,
      })
  })

  it('of a new tag was created, of one that is gone deleted', () => {
    const ref = 'refs/tags/v1'
    expect(push({ ref, before: zeros })).toMatchObject({ ref, happened: 'created', to })
    const deleted = push({ ref, after: zeros, deleted: true })
    expect(deleted).toMatchObject({ ref, happened: 'deleted', from })
    expect(deleted).not.toHaveProperty('to')
  })

  it('keeps the spelling that the owner chose for the repository', () => {
    expect(push({ repository })).toMatchObject({ repository: 'Acme/Shop' })
  })

  it.each([
    ['a ref that is neither branch nor tag', { ref: 'refs/notes/commits' }],
    ['a pull request', { ref: 'refs/pull/1/head' }],
    ['a ref by its short name', { ref: 'main' }],
    ['a ref that cannot be', { ref: 'refs/heads/a..b' }],
    ['a short commit id', { after: 'abc1234' }],
    ['zeros on both sides', { before: zeros, after: zeros, deleted: true }],
    ['a deletion that points somewhere', { deleted: true }],
    ['a repository without an owner', { repository: { full_name: 'shop' } }],
    ['a repository that leads elsewhere', { repository: { full_name: 'acme/..' } }],
  ])('is not recognised with %s', (_, detail) => {
    expect(push(detail)).toBeUndefined()
  })
})

describe('a creation or deletion on GitHub', () => {
  it.each([
    ['branch', 'refs/heads/feature/x'],
    ['tag', 'refs/tags/feature/x'],
  ])('of a %s has its full name, and does not say where it points', (type, ref) => {
    const detail = { ref: 'feature/x', ref_type: type, master_branch: 'main' }
    const origin = { kind: 'github', repository: 'Acme/Shop', ref }
    expect(named('create', detail)).toEqual({ ...origin, happened: 'created' })
    expect(named('delete', detail)).toEqual({ ...origin, happened: 'deleted' })
  })

  it('of a repository is none of a ref', () => {
    expect(named('create', { ref: null, ref_type: 'repository', master_branch: 'main' })).toBeUndefined()
  })

  it('is not recognised with a name that cannot be', () => {
    for (const ref of ['', 'a..b', '/x', 7, 'x.lock'])
      expect(named('create', { ref, ref_type: 'branch' })).toBeUndefined()
  })
})

describe('any other event of GitHub', () => {
  it.each(['issues', 'pull_request', 'ping', 'PUSH', 'constructor'])('is not recognised: %s', (name) => {
    expect(
      recognise({ source: 'github.com', 'detail-type': name, detail: { repository, ref: 'refs/heads/x' } }),
    ).toBeUndefined()
  })
})
