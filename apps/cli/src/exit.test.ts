import { ConfigurationInvalid, DocumentInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { lastWords, UsageError } from './exit.ts'

const issue = { severity: 'fault' as const, path: ['port'], expected: 'a free port', found: '8080 in use' }

describe('the last words of a command', () => {
  it.each([
    [
      'a usage error',
      new UsageError('--now', 'a time', '"x"'),
      { line: '--now: expected a time, found "x"', code: 2 },
    ],
    [
      'bad settings',
      new ConfigurationInvalid([issue]),
      { line: 'port: expected a free port, found 8080 in use', code: 2 },
    ],
    [
      'a bad document',
      new DocumentInvalid([issue]),
      { line: 'port: expected a free port, found 8080 in use', code: 3 },
    ],
    ['an outage', new UpstreamUnavailable('s3'), { line: 's3: expected an answer, found none', code: 5 }],
    ['a surprise', new TypeError('one\n  two'), { line: 'unexpected: one two', code: 1 }],
    ['something thrown', 'text', { line: 'unexpected: something thrown (string)', code: 1 }],
  ])('on %s are one line and a code', (_, error, words) => {
    expect(lastWords(error)).toEqual(words)
  })
})
