import { describe, expect, it } from 'vitest'
import { decided } from './gate.stage.ts'

const conflictsOf = (members: object, scope = 'a') =>
  decided(members, scope).explanation.conflicts.map(({ denial, lost }) => `${denial.text} takes ${lost.text}`)
const deniesOf = (members: object, scope = 'a') =>
  decided(members, scope)
    .policy.Statement.filter(({ Effect }) => Effect === 'Deny')
    .slice(0, -1)
    .flatMap(({ Resource, Condition }) => (Condition === undefined ? Resource : []))
    .map((resource) => resource.replace(/^.*prod\//, ''))

const whereIp = (address: string, ...allow: readonly string[]) => ({
  allow,
  scopes: { any: ['a'] },
  when: { sourceIp: [address] },
})

describe('an entitlement', () => {
  it('has no conflict where every deeper route is earned or not, whole', () => {
    const members = {
      scopes: { a: ['GET /pets/{id}'] },
      routes: ['GET /pets', 'GET /pets/{id}', 'GET /pets/{id}/secrets'],
    }
    expect(conflictsOf(members)).toEqual([])
    expect(deniesOf(members)).toEqual(['GET/pets/?*/secrets', 'GET/pets/?*/secrets/'])
  })

  it('reports an earned route that a denial of the document takes along by crossing a slash', () => {
    const members = {
      scopes: { a: ['GET /pets/{id}', 'GET /pets/{id}/toys'] },
      deny: ['GET /pets/{id}'],
      routes: ['GET /pets/{id}', 'GET /pets/{id}/toys'],
    }
    expect(conflictsOf(members)).toEqual(['GET /pets/{id} takes GET /pets/{id}/toys'])
  })

  it('does not report what the document denies as written', () => {
    const members = {
      scopes: { a: ['GET /**'] },
      deny: ['GET /pets/{id}', 'GET /pets/{id}/toys'],
      routes: ['GET /pets/{id}', 'GET /pets/{id}/toys'],
    }
    expect(conflictsOf(members)).toEqual([])
  })

  it('reports a route that is earned in part and denied whole', () => {
    const members = { scopes: { a: ['GET /files/{name}'] }, routes: ['GET /files/{path+}'] }
    expect(conflictsOf(members)).toEqual(['GET /files/{path+} takes GET /files/{path+}'])
    expect(deniesOf(members)).toEqual(['GET/files/?*'])
  })

  it('reports an earned route that the denial of a wider, unearned one takes along as written', () => {
    const members = {
      scopes: { a: ['GET /{page}', 'GET /pets/mine'] },
      routes: ['GET /{page}', 'GET /pets/{id}', 'GET /pets/mine'],
    }
    expect(deniesOf(members)).toEqual(['GET/pets/?*'])
    expect(conflictsOf(members)).toEqual([
      'GET /pets/{id} takes GET /pets/{id}',
      'GET /pets/{id} takes GET /pets/mine',
    ])
  })

  it('reports a part earned without the condition that the whole is earned under', () => {
    const members = {
      scopes: { a: ['GET /{page}', 'GET /pets/mine'] },
      grants: [whereIp('192.0.2.1', 'GET /pets/{id}')],
      routes: ['GET /{page}', 'GET /pets/{id}'],
    }
    expect(conflictsOf(members)).toEqual(['GET /pets/{id} takes GET /pets/{id}'])
  })

  it('does not deny what a ** answers for as written', () => {
    const members = { scopes: { a: ['GET /{tenant}/**'] }, routes: ['GET /{proxy+}'] }
    expect(deniesOf(members)).toEqual([])
    expect(conflictsOf(members)).toEqual([])
  })

  it('has no conflict where a denial holds only when nothing that it reaches is earned', () => {
    const members = {
      scopes: { a: ['GET /{page}'] },
      grants: [whereIp('192.0.2.1', 'GET /pets/{id}')],
      routes: ['GET /{page}', 'GET /pets/{id}', 'GET /pets/mine'],
    }
    expect(conflictsOf(members)).toEqual([])
  })

  it('reports each conflict once, however many conditions its denial has', () => {
    const when = { sourceIp: ['192.0.2.1'], userAgent: ['curl/*'] }
    const members = {
      scopes: { a: ['GET /{page}', 'GET /pets/mine'] },
      grants: [{ ...whereIp('192.0.2.1', 'GET /pets/{id}'), when }],
      routes: ['GET /{page}', 'GET /pets/{id}', 'GET /pets/mine'],
    }
    expect(conflictsOf(members)).toEqual([
      'GET /pets/{id} takes GET /pets/{id}',
      'GET /pets/{id} takes GET /pets/mine',
    ])
  })

  it('denies outright, and says so, when the alternatives are past any use', () => {
    const grants = Array.from({ length: 6 }, (_, at) => ({
      allow: ['GET /pets/{id}/secrets'],
      scopes: { any: ['a'] },
      when: { sourceIp: [`192.0.2.${at}`], userAgent: [`agent ${at}`] },
    }))
    const members = {
      scopes: { a: ['GET /pets/{id}'] },
      grants,
      routes: ['GET /pets/{id}', 'GET /pets/{id}/secrets'],
    }
    expect(deniesOf(members)).toEqual(['GET/pets/?*/secrets', 'GET/pets/?*/secrets/'])
    expect(conflictsOf(members)).toEqual(['GET /pets/{id}/secrets takes GET /pets/{id}/secrets'])
  })
})
