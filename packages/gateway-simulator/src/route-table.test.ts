import { describe, expect, it } from 'vitest'
import { findRoute, routePattern } from './route-table.ts'

const table = (...written: readonly string[]) =>
  written.flatMap((route) => {
    const pattern = routePattern(route)
    return pattern === undefined ? [] : [{ route, pattern }]
  })

const routes = table(
  'GET /',
  'GET /pets',
  'ANY /pets/{id}',
  'GET /pets/{id}',
  'GET /pets/mine',
  'POST /pets/{id}/toys',
  'GET /files/{path+}',
  'ANY /files/{path+}',
  'GET /files/{name}/size',
)

const found = (method: string, path: string) => {
  const match = findRoute(routes, method, path)
  return match === undefined ? undefined : [match.route.route, match.parameters]
}

describe('a route table', () => {
  it.each([
    ['GET', '/', ['GET /', {}]],
    ['GET', '/pets', ['GET /pets', {}]],
    ['GET', '/pets/7', ['GET /pets/{id}', { id: '7' }]],
    ['DELETE', '/pets/7', ['ANY /pets/{id}', { id: '7' }]],
    ['GET', '/pets/mine', ['GET /pets/mine', {}]],
    ['GET', '/files/a', ['GET /files/{path+}', { path: 'a' }]],
    ['PUT', '/files/a/b/c', ['ANY /files/{path+}', { path: 'a/b/c' }]],
    ['GET', '/files/a/size', ['GET /files/{name}/size', { name: 'a' }]],
  ])('finds %s %s, the most specific first [route-specific-first]', (method, path, expected) => {
    expect(found(method, path)).toEqual(expected)
  })

  it.each([
    ['POST', '/pets'],
    ['GET', '/cats'],
    ['GET', '/pets/7/toys'],
    ['GET', '/files'],
    ['GET', '/files/'],
  ])('does not know %s %s [route-unmatched-403]', (method, path) => {
    expect(found(method, path)).toBeUndefined()
  })

  it('does not fall back to a wider resource for a verb [route-resource-decides]', () => {
    expect(found('DELETE', '/pets/mine')).toBeUndefined()
  })

  it.each(['/Pets', '/p%65ts'])('compares %s as sent [route-raw-path]', (path) => {
    expect(found('GET', path)).toBeUndefined()
  })

  it('takes a trailing slash for none [route-trailing-slash]', () => {
    expect(found('GET', '/pets/')).toEqual(['GET /pets', {}])
    expect(found('GET', '/pets/7/')).toEqual(['GET /pets/{id}', { id: '7' }])
  })

  it.each(['/pets//', '//pets', '/files//size'])('finds nothing at %s [route-empty-segment]', (path) => {
    expect(found('GET', path)).toBeUndefined()
  })

  it('decodes parameters, and keeps what cannot be decoded [event-path-parameters-decoded]', () => {
    expect(found('GET', '/pets/a%20b%2Fc')).toEqual(['GET /pets/{id}', { id: 'a b/c' }])
    expect(found('GET', '/pets/100%')).toEqual(['GET /pets/{id}', { id: '100%' }])
  })

  it.each([
    'GET',
    'GET pets',
    'FETCH /pets',
    'get /pets',
    'GET /pets extra',
    'GET /{a+}/b',
    'GET /a//b',
    'GET /a/',
    'GET /{a b}',
  ])('does not take %j for a route', (written) => {
    expect(routePattern(written)).toBeUndefined()
  })
})
