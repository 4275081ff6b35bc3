import { describe, expect, it } from 'vitest'
import {
  ConfigurationInvalid,
  DocumentInvalid,
  EventUnsupported,
  Failure,
  UpstreamUnavailable,
} from './failure.ts'
import type { Issue } from './issue.ts'

const issues: readonly Issue[] = [
  { severity: 'fault', path: ['audience'], expected: 'a text', found: 'nothing' },
  { severity: 'fault', path: ['verifiers', 0, 'use'], expected: 'jwks', found: '"jwk"', didYouMean: 'jwks' },
]

describe('a failure', () => {
  it.each([
    [new ConfigurationInvalid(issues), 'ConfigurationInvalid', 'CONFIGURATION_INVALID'],
    [new DocumentInvalid(issues), 'DocumentInvalid', 'DOCUMENT_INVALID'],
    [new EventUnsupported('an event', 'a list'), 'EventUnsupported', 'EVENT_UNSUPPORTED'],
    [new UpstreamUnavailable('s3'), 'UpstreamUnavailable', 'UPSTREAM_UNAVAILABLE'],
  ])('has a name and a code of its own: %s', (failure, name, code) => {
    expect(failure).toBeInstanceOf(Failure)
    expect(failure).toBeInstanceOf(Error)
    expect(failure.name).toBe(name)
    expect(failure.code).toBe(code)
  })

  it.each([new ConfigurationInvalid(issues), new DocumentInvalid(issues)])(
    'names every issue and keeps them for machines: %s',
    (failure) => {
      expect(failure.issues).toBe(issues)
      expect(failure.message).toBe(
        'audience: expected a text, found nothing; ' +
          'verifiers[0].use: expected jwks, found "jwk"; did you mean "jwks"?',
      )
    },
  )

  it('says what event it expected and what it found', () => {
    expect(new EventUnsupported('a TOKEN event', 'no type').message).toBe(
      'event: expected a TOKEN event, found no type',
    )
  })

  it('says who did not answer, how, and why', () => {
    const cause = new Error('ECONNREFUSED')
    const failure = new UpstreamUnavailable('https://idp.example.com/jwks', { cause, found: 'status 503' })
    expect(failure.message).toBe('https://idp.example.com/jwks: expected an answer, found status 503')
    expect(failure.upstream).toBe('https://idp.example.com/jwks')
    expect(failure.cause).toBe(cause)
    expect(new UpstreamUnavailable('s3').message).toBe('s3: expected an answer, found none')
  })
})
