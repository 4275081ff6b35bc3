import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFault, type RoutePattern, routePattern, routePatternOf, verbs } from './route-pattern.ts'

function pattern(text: string): RoutePattern {
  const read = routePattern(text)
  if (isFault(read)) throw new Error(`${text}: expected ${read.expected}, found ${read.found}`)
  return read
}

describe('a route pattern', () => {
  it.each<[string, RoutePattern['segments']]>([
    ['GET /', []],
    ['GET /pets', [{ literal: 'pets' }]],
    ['GET /pets/', [{ literal: 'pets' }]],
    ['  GET   /pets  ', [{ literal: 'pets' }]],
    ['GET /pets/{id}', [{ literal: 'pets' }, 'one']],
    ['GET /pets/{pet-id.v1:x}', [{ literal: 'pets' }, 'one']],
    ['GET /**', ['deep']],
    ['GET /pets/**/toys', [{ literal: 'pets' }, 'deep', { literal: 'toys' }]],
    ['GET /pets/{proxy+}', [{ literal: 'pets' }, 'deep']],
    ["GET /~a.b/c:d@e!$&'()+,;=%20", [{ literal: '~a.b' }, { literal: "c:d@e!$&'()+,;=%20" }]],
  ])('is read from %j', (text, segments) => {
    expect(pattern(text)).toMatchObject({ text, verbs: ['GET'], segments })
  })

  it.each<[string, readonly string[]]>([
    ['GET /', ['GET/']],
    ['GET /pets', ['GET/pets', 'GET/pets/']],
    ['GET /pets/', ['GET/pets', 'GET/pets/']],
    ['GET /pets/{id}', ['GET/pets/?*']],
    ['GET /pets/{id}/toys', ['GET/pets/?*/toys', 'GET/pets/?*/toys/']],
    ['GET /admin/**', ['GET/admin/?*']],
    ['GET /**', ['GET/?*']],
  ])('is spelled for IAM with and without its trailing slash: %s', (text, resources) => {
    expect(pattern(text).resources).toEqual(resources)
  })

  it.each(['ANY', '*'])('spells every verb out for %s', (verb) => {
    expect(pattern(`${verb} /pets/{id}`)).toMatchObject({
      verbs,
      resources: verbs.map((each) => `${each}/pets/?*`),
    })
  })

  it.each([
    ['', 'a verb and a path, such as "GET /pets"', '""'],
    ['GET', 'a verb and a path, such as "GET /pets"', '"GET"'],
    ['/pets', 'a verb and a path, such as "GET /pets"', '"/pets"'],
    ['get /pets', 'one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, ANY or *', '"get"'],
    ['FETCH /pets', 'one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, ANY or *', '"FETCH"'],
    ['GET pets', 'a path that starts with a slash', '"pets"'],
  ])('is not %j', (text, expected, found) => {
    expect(routePattern(text)).toEqual({ expected, found })
  })

  it.each([
    ['//', ''],
    ['/pets//toys', ''],
    ['/pets//', ''],
    ['/pets/*', '*'],
    ['/pets/a*', 'a*'],
    ['/pets/a?', 'a?'],
    ['/pets/***', '***'],
    ['/pets/${x}', '${x}'],
    ['/pets/{}', '{}'],
    ['/pets/{+}', '{+}'],
    ['/pets/{id', '{id'],
    ['/pets/{id}.json', '{id}.json'],
    ['/pets/a b', 'a b'],
    ['/pets/caf\u00e9', 'caf\u00e9'],
    ['/pets/a"b', 'a"b'],
    ['/pets\\x', 'pets\\x'],
  ])('has no segment as in %j', (path, found) => {
    expect(routePattern(`GET ${path}`)).toEqual({
      expected: expect.stringContaining('plain name'),
      found: JSON.stringify(found),
    })
  })

  it('keeps the verb and path of one that stands apart as its text, unless it has another', () => {
    expect(routePatternOf('GET', '/pets')).toMatchObject({ text: 'GET /pets' })
    expect(routePatternOf('GET', '/pets', 'as written')).toMatchObject({ text: 'as written' })
  })

  it('never lets a wildcard or a variable of IAM through but its own', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', '*', '?', '$', '{', '}', '/', '+', '.'),
      maxLength: 12,
    })
    fc.assert(
      fc.property(letters, (path) => {
        const read = routePatternOf('GET', `/${path}`)
        if (isFault(read)) return
        for (const resource of read.resources) {
          expect(
            resource
              .split('/')
              .filter((each) => each !== '?*')
              .join('/'),
          ).not.toMatch(/[*?{}]/)
          expect(resource).not.toContain('${')
        }
      }),
    )
  })
})
