import { type FormFault, longestTokenCharacters, type TokenReading } from './compact-token.ts'
import { passed, type Question, refused } from './question.ts'

/** What a text must be to count as a token at all. The reading has been done; this tells of it. */
export const formQuestions: readonly Question<TokenReading>[] = [
  formQuestion('length', `at most ${longestTokenCharacters} characters`),
  formQuestion('form', 'three parts in base64url, each spelled the one canonical way'),
  formQuestion('header', 'a JSON object in UTF-8, every member named once'),
  formQuestion('payload', 'a JSON object in UTF-8, every member named once'),
]

function formQuestion(check: FormFault['check'], expected: string): Question<TokenReading> {
  return {
    check,
    expected,
    answer: (reading) =>
      reading.outcome === 'unreadable' && reading.fault.check === check
        ? refused(reading.fault.reason, reading.fault.found)
        : passed,
  }
}
