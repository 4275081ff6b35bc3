import type { RefusalReason } from '@sallyport/access'
import type { Check } from '@sallyport/kernel'

/** What was found, in Sallyport's own words, and the refusal it earns if it earns one. */
export interface Answer {
  readonly found: string
  readonly refusal?: RefusalReason
}

/** One thing that is looked at on the way to a verdict. */
export interface Question<Subject> {
  /** In the field's own word: `alg`, `aud`, `exp`. */
  readonly check: string
  readonly expected: string
  readonly answer: (subject: Subject) => Answer
  /** What is written down when the answer is {@link passed}: the same words for every token. */
  readonly asExpected?: Check
}

export const passed: Answer = { found: 'as expected' }

export const refused = (refusal: RefusalReason, found: string): Answer => ({ refusal, found })

/** Writes the usual answers down once, and not again for every token. */
export function prepared<Subject>(questions: readonly Question<Subject>[]): readonly Question<Subject>[] {
  return questions.map(({ check, expected, answer }) => {
    const asExpected: Check = { check, outcome: 'passed', expected, found: passed.found }
    return { check, expected, answer, asExpected: Object.freeze(asExpected) }
  })
}

/** Asks until a question is answered by a refusal, and writes down what was heard. */
export function ask<Subject>(
  questions: readonly Question<Subject>[],
  subject: Subject,
  heard: Check[],
): RefusalReason | undefined {
  for (const { check, expected, answer, asExpected } of questions) {
    const given = answer(subject)
    if (given === passed && asExpected !== undefined) {
      heard.push(asExpected)
      continue
    }
    const { found, refusal } = given
    heard.push({ check, outcome: refusal === undefined ? 'passed' : 'failed', expected, found })
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** What was heard, and what was not reached because of it. */
export function wholeList(heard: readonly Check[], plan: readonly Check[]): readonly Check[] {
  return [...heard, ...plan.slice(heard.length)]
}

/** A question as it stands in an explanation before it is reached. */
export function unreached({ check, expected }: Pick<Check, 'check' | 'expected'>): Check {
  return { check, outcome: 'not_reached', expected, found: 'nothing yet' }
}
