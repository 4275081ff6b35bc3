import type { Clock } from '@sallyport/kernel'
import { answerKeys } from './answer-keys.ts'
import { type Exchange, type ExchangeFailure, failed } from './exchange.ts'
import type { IntrospectionSettings } from './introspection-options.ts'
import { type JsonObject, jsonObject } from './json-object.ts'
import { signedAnswer } from './signed-answer.ts'

/** What the issuer says of a token, its members not yet looked at. */
export type AnswerReading = { readonly outcome: 'read'; readonly answer: JsonObject } | ExchangeFailure

type Answered = Extract<Exchange, { readonly outcome: 'answered' }>

/** Takes plain answers (RFC 7662 section 2.2), or signed ones where they were asked for (RFC 9701): never both. */
export function answerReader(
  settings: IntrospectionSettings,
  clock: Clock,
): (came: Answered, deadline: AbortSignal) => Promise<AnswerReading> {
  const { signedBy } = settings
  if (signedBy === undefined) return async (came) => plainAnswer(came)
  const keys = answerKeys(signedBy, clock)
  return async ({ mediaType, body }, deadline) =>
    mediaType === 'application/token-introspection+jwt'
      ? signedAnswer(body, (header) => keys(header, deadline), { settings, nowSeconds: clock.now() / 1000 })
      : failed('answer', 'an answer that is not signed')
}

function plainAnswer({ mediaType, body }: Answered): AnswerReading {
  if (mediaType !== 'application/json') return failed('answer', 'an answer of another type than JSON')
  const answer = jsonObject(body)
  return answer === undefined
    ? failed('answer', 'an answer that is no JSON object with every member named once')
    : { outcome: 'read', answer }
}
