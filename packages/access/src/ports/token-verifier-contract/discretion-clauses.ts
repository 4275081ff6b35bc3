import { type Contract, demand, UpstreamUnavailable } from '@sallyport/kernel'
import type { VerifierStage } from './stage.ts'

/** What happens in an outage, and what is never told. */
export const discretionClauses: Contract<VerifierStage> = [
  {
    promise: 'never asks a URL that a token names',
    async keep(stage) {
      const { url, visits } = stage.lure
      for (const signer of ['issuer', 'stranger'] as const) {
        const token = await stage.forge({
          header: { jku: url, x5u: url, kid: url },
          claims: { jku: url },
          signer,
        })
        await stage.verifier.verify(token, stage.call)
        await stage.verifier.verify(await stage.forge({ claims: { iss: url }, signer }), stage.call)
      }
      demand(visits() === 0, 'asked it')
    },
  },
  {
    promise: 'never refuses a good token because the issuer does not answer: it fails, or needs no answer',
    async keep(stage) {
      const token = await stage.mint()
      await stage.cutOff()
      const outcome: unknown = await stage.verifier.verify(token, stage.call).then(
        (answer) => answer.outcome,
        (error: unknown) => error,
      )
      if (outcome === 'verified') return
      demand(outcome instanceof UpstreamUnavailable, 'did not reject with UpstreamUnavailable')
      demand(!tellsOf(allWords(outcome), token.split('.')), 'leaked the token')
    },
  },
  {
    promise: 'repeats neither a token nor a claim in its explanations',
    async keep(stage) {
      const canary = 'canary-7f3a'
      const marked = {
        subject: canary,
        clientId: canary,
        scopes: [canary],
        claims: { jti: canary, note: canary },
      }
      const claims = { ...marked.claims, iss: canary }
      const tokens = [
        await stage.mint(marked),
        await stage.mint({ ...marked, audience: canary }),
        await stage.mint({ ...marked, livesForSeconds: -400 }),
        await stage.mint({ ...marked, claims }),
        await stage.forge({ ...marked, header: { kid: canary } }),
        await stage.forge({ ...marked, header: { alg: canary } }),
        await stage.forge({ ...marked, header: { typ: canary } }),
        await stage.forge({ ...marked, signer: 'stranger' }),
        `${canary}.${canary}.${canary}`,
        canary,
      ]
      for (const token of tokens) {
        const { explanation } = await stage.verifier.verify(token, stage.call)
        const told = JSON.stringify(explanation)
        demand(!tellsOf(told, [canary, ...token.split('.')]), 'repeated it')
      }
    },
  },
]

/** Everything an error says, its causes included. */
function allWords(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure)
  return `${failure.message} ${failure.stack} ${JSON.stringify(failure)} ${allWords(failure.cause)}`
}

/** Whether a text has one of these in it; a word too short to be telling is passed over. */
function tellsOf(text: string, words: readonly string[]): boolean {
  return words.some((word) => word.length > 8 && text.includes(word))
}
