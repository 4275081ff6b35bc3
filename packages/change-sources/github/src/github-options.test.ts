import { ConfigurationInvalid } from '@sallyport/kernel'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { GitHubOptions } from './github-options.ts'
import { github } from './github.ts'

function issuesOf(options: object): readonly string[] {
  try {
    github(options)
    return []
  } catch (error) {
    if (!(error instanceof ConfigurationInvalid)) throw error
    return error.issues.map(({ path }) => path.join('.'))
  }
}

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()

describe('the options of github', () => {
  it('are all optional', () => {
    expect(issuesOf({})).toEqual([])
  })

  it('are complained of all at once', () => {
    expect(
      issuesOf({
        apiUrl: 'http://ghe.example.com',
        attempts: 0,
        patienceSeconds: -1,
        mostTrees: 1.5,
        tokn: 1,
      }),
    ).toEqual(['tokn', 'apiUrl', 'attempts', 'patienceSeconds', 'mostTrees'])
  })

  it.each([
    ['a token with a newline', { token: 'a\nb' }, ['token']],
    ['an empty token', { token: '' }, ['token']],
    ['an App that is none', { app: 'x' }, ['app']],
    ['an App without anything', { app: {} }, ['app.id', 'app.privateKey']],
    ['a key that is none', { app: { id: 1, privateKey: 'secret' } }, ['app.privateKey']],
    ['a key of another kind', { app: { id: 1, privateKey: pem } }, ['app.privateKey']],
    [
      'an installation by name',
      { app: { id: 1, privateKey: pem, installation: 'acme' } },
      ['app.installation', 'app.privateKey'],
    ],
    [
      'a member of the App that is unknown',
      { app: { id: 1, privateKey: pem, key: 1 } },
      ['app.key', 'app.privateKey'],
    ],
    ['a URL with a password', { apiUrl: 'https://u:p@ghe.example.com/api/v3' }, ['apiUrl']],
    ['a URL with a query', { apiUrl: 'https://ghe.example.com/api/v3?token=x' }, ['apiUrl']],
  ])('refuse %s', (_, options, paths) => {
    expect(issuesOf(options)).toEqual(paths)
  })

  it('refuse a token beside an App', () => {
    expect(issuesOf({ token: 'x', app: { id: 1, privateKey: 'x' } })).toContain('token')
  })

  it('say what was meant by an unknown one', () => {
    expect(() => github({ tokens: 'x' } as GitHubOptions)).toThrow(/did you mean "token"\?/)
  })

  it('repeat no secret', () => {
    for (const options of [{ token: 'canary canary' }, { app: { id: 1, privateKey: 'canary' } }])
      expect(() => github(options)).toThrow(/^(?!.*canary)/s)
  })

  it.each(['https://api.github.com', 'https://ghe.example.com/api/v3/', 'http://127.0.0.1:8080'])(
    'take the API at %s',
    (apiUrl) => {
      expect(issuesOf({ apiUrl })).toEqual([])
    },
  )
})
