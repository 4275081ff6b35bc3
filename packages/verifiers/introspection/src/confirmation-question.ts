import type { TimedAnswer } from './answer-questions.ts'
import { passed, type Question, refused } from './question.ts'

/** A token bound to a key (RFC 8705 section 3.2, RFC 9449 section 6.2) is not its bearer's alone to use. */
export const confirmationQuestion: Question<TimedAnswer> = {
  check: 'cnf',
  expected: 'a token that its bearer may use without a proof',
  answer: ({ answer }) =>
    Object.hasOwn(answer, 'cnf') ? refused('sender_constrained', 'a token bound to a key') : passed,
}
