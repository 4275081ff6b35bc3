import { type Arbitrary, array, assert, constantFrom, nat, pre, property, string, webUrl } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requestCall } from './dpop-proof.stage.ts'
import { calledTarget, comparableTarget } from './dpop-target.ts'

const api = 'https://api.example.com'
const called = (path: string, publicUrl?: string) =>
  calledTarget({ ...requestCall, domainName: 'api.example.com', path }, publicUrl)

describe('a target', () => {
  it.each([
    ['HTTPS://API.Example.COM/pets', `${api}/pets`],
    [`${api}:443/pets`, `${api}/pets`],
    ['http://api.example.com:80/pets', 'http://api.example.com/pets'],
    [api, `${api}/`],
    [`${api}/%7Eada/%c3%a9`, `${api}/~ada/%C3%A9`],
    [`${api}/a/./b/../c`, `${api}/a/c`],
    [`${api}/a/%2e%2e/c`, `${api}/c`],
    [`${api}/pets?a=b#c`, `${api}/pets`],
  ])('%s is the same as %s', (one, other) => {
    expect(comparableTarget(one)).toBe(other)
    expect(comparableTarget(other)).toBe(other)
  })

  it.each([
    [`${api}/pets`, `${api}/pets/`],
    [`${api}/pets`, `${api}/Pets`],
    [`${api}/pets`, `${api}//pets`],
    [`${api}/a%2Fb`, `${api}/a/b`],
    [`${api}/a%252e`, `${api}/a%2e`],
    [`${api}/pets`, 'http://api.example.com/pets'],
    [`${api}/pets`, `${api}:8443/pets`],
    ['http://api.example.com:443/pets', `${api}/pets`],
  ])('%s is another than %s', (one, other) => {
    expect(comparableTarget(one)).not.toBe(comparableTarget(other))
  })

  it.each([
    'api.example.com/pets',
    '//api.example.com/pets',
    'https:/api.example.com/pets',
    'https:///api.example.com/pets',
    'ftp://api.example.com/pets',
    'https://ada@api.example.com/pets',
    'https://:word@api.example.com/pets',
    'https://ada:word@api.example.com/pets',
    'https:\\\\api.example.com\\pets',
    'https://api.example.com\\pets',
    'https://api.example.com/p ets',
    'https://api.example.com/pets\n',
    'https://api.example.com/\u00e9',
    'https://',
    '',
    undefined,
    null,
    {},
  ])('is not what %j is', (htu) => {
    expect(comparableTarget(htu)).toBeUndefined()
  })

  it('stays as it is once it can be compared', () => {
    assert(
      property(webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = comparableTarget(url)
        expect(comparableTarget(once)).toBe(once)
      }),
    )
  })

  it('stays the same however its plain letters are encoded', () => {
    const letters: Arbitrary<string[]> = array(constantFrom('a', 'Z', '0', '9', '-', '_', '~'), {
      minLength: 1,
    })
    assert(
      property(letters, nat(), (name, at) => {
        const letter = name[at % name.length] ?? ''
        const encoded = `%${letter.charCodeAt(0).toString(16)}`
        const spelled = name.with(at % name.length, encoded).join('')
        expect(comparableTarget(`${api}/${spelled}`)).toBe(comparableTarget(`${api}/${name.join('')}`))
      }),
    )
  })
})

describe('what was called', () => {
  it("is the gateway's domain with the path that the caller wrote", () => {
    expect(called('/v1/pets')).toBe(`${api}/v1/pets`)
    expect(called('/')).toBe(`${api}/`)
  })

  it('is the public URL with the path below the stage, where that is said', () => {
    expect(called('/prod/pets', 'https://shop.example.com/api/')).toBe('https://shop.example.com/api/pets')
    expect(called('/prod/pets', 'http://127.0.0.1:8080/dev')).toBe('http://127.0.0.1:8080/dev/pets')
  })

  it('is unknown where the event does not tell', () => {
    const { domainName: _, ...nowhere } = requestCall
    const { path: __, ...nothing } = requestCall
    expect(calledTarget(nowhere, undefined)).toBeUndefined()
    expect(calledTarget(nothing, undefined)).toBeUndefined()
    expect(called('pets')).toBeUndefined()
    expect(called('@evil.example.com/')).toBeUndefined()
  })

  it('has no query, so that no two paths are one target', () => {
    expect(called('/a?b')).toBe(`${api}/a%3Fb`)
    expect(called('/a\\b')).toBe(`${api}/a%5Cb`)
    expect(called('/a\tb')).toBe(`${api}/a%09b`)
    assert(
      property(string(), (rest) => {
        pre(!rest.includes('/'))
        expect(called(`/x?${rest}`)).not.toBe(called('/x'))
        expect(called(`/x#${rest}`)).not.toBe(called('/x'))
      }),
    )
  })
})
