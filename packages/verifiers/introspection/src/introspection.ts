import type { Identity, RefusalReason, TokenVerifier, Verification } from '@sallyport/access'
import type { Check, Clock } from '@sallyport/kernel'
import { answerCache } from './answer-cache.ts'
import { answerQuestions } from './answer-questions.ts'
import { type IntrospectionOptions, introspectionSettings } from './introspection-options.ts'
import { issuerEndpoint } from './issuer-endpoint.ts'
import { type JsonObject, withoutPrototypes } from './json-object.ts'
import { ask, unreached, wholeList } from './question.ts'
import { scopesIn } from './scopes.ts'
import { tokenQuestions } from './token-questions.ts'

/**
 * Verifies access tokens, opaque ones too, by asking the issuer about each (RFC 7662).
 *
 * @throws ConfigurationInvalid with every fault of the options, before any token is seen
 */
export function introspection(
  options: IntrospectionOptions,
  { clock }: { readonly clock: Clock },
): TokenVerifier {
  const settings = introspectionSettings(options)
  const answerTo = answerCache(issuerEndpoint(settings, clock), settings, clock)
  const questions = answerQuestions(settings)
  const plan = [...tokenQuestions, ...questions].map(unreached)

  return {
    async verify(token) {
      const heard: Check[] = []
      const refuse = (reason: RefusalReason): Verification => ({
        outcome: 'refused',
        reason,
        explanation: { checks: wholeList(heard, plan) },
      })

      const misspelt = ask(tokenQuestions, token, heard)
      if (misspelt !== undefined) return refuse(misspelt)
      const answer = await answerTo(token)
      const unfit = ask(questions, { answer, nowSeconds: clock.now() / 1000 }, heard)
      if (unfit !== undefined) return refuse(unfit)
      return {
        outcome: 'verified',
        identity: identityOf(answer, settings.issuer),
        explanation: { checks: heard },
      }
    },
  }
}

/** Only for an answer that was asked everything above. */
function identityOf(answer: JsonObject, issuer: string): Identity {
  const { scope, exp } = answer
  const clientId = textOf(answer['client_id'])
  return {
    issuer,
    subject: textOf(answer['sub']) ?? clientId ?? '',
    ...(clientId === undefined ? {} : { clientId }),
    scopes: scopesIn(scope) ?? new Set(),
    // Whole seconds, rounded down: what is built on it must not outlive the token.
    ...(exp === undefined ? {} : { expiresAtSeconds: Math.floor(Number(exp)) }),
    claims: withoutPrototypes(answer),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
