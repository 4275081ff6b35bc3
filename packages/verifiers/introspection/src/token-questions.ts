import { passed, type Question, refused } from './question.ts'

/** Header lines longer than this do not reach an authorizer; work on more would be a gift. */
const longestTokenCharacters = 8192

/** RFC 6750 section 2.1: `b64token`. */
const bearerToken = /^[A-Za-z0-9._~+/-]+=*$/

/** What a text must be for the issuer to be troubled with it. */
export const tokenQuestions: readonly Question<string>[] = [
  {
    check: 'length',
    expected: `at most ${longestTokenCharacters} characters`,
    answer: (token) => (token.length > longestTokenCharacters ? refused('too_long', 'more') : passed),
  },
  {
    check: 'form',
    expected: 'a bearer token as RFC 6750 section 2.1 spells it',
    answer: (token) => (bearerToken.test(token) ? passed : refused('malformed', 'other characters')),
  },
]
