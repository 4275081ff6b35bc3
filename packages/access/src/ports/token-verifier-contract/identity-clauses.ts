import { type Contract, demand } from '@sallyport/kernel'
import { accepted } from './answer.ts'
import type { VerifierStage } from './stage.ts'

/** What an acceptance says. */
export const identityClauses: Contract<VerifierStage> = [
  {
    promise: 'says for whom a live token speaks: issuer, subject and client',
    async keep(stage) {
      const identity = await accepted(stage, await stage.mint({ subject: 'ada', clientId: 'shop' }))
      demand(identity.issuer === stage.issuer, 'named another issuer')
      demand(identity.subject === 'ada', 'named another subject')
      demand(identity.clientId === 'shop', 'named another client')
    },
  },
  {
    promise: 'says which scopes a live token carries, and none where it carries none',
    async keep(stage) {
      const some = await accepted(stage, await stage.mint({ scopes: ['pets:read', 'pets:write'] }))
      demand([...some.scopes].sort().join(' ') === 'pets:read pets:write', 'named other scopes')
      const none = await accepted(stage, await stage.mint({ claims: { scope: '' } }))
      demand(none.scopes.size === 0, 'made up a scope')
    },
  },
  {
    promise: 'says until when a live token speaks',
    async keep(stage) {
      const identity = await accepted(stage, await stage.mint({ livesForSeconds: 100 }))
      const left = (identity.expiresAtSeconds ?? 0) - stage.nowSeconds()
      // A stage with a clock that runs may have lost a second or two on the way.
      demand(left <= 100 && left > 95, 'gave it another end')
    },
  },
  {
    promise: 'hands the claims over as they are, and lets none of their names touch a prototype',
    async keep(stage) {
      const claims = JSON.parse('{"tier":"gold","constructor":"a","__proto__":{"admin":true}}')
      const identity = await accepted(stage, await stage.mint({ claims }))
      demand(identity.claims['tier'] === 'gold', 'lost a claim')
      demand(identity.claims['admin'] === undefined, 'took a claim for a prototype')
      demand(!('admin' in {}), 'changed every object there is')
    },
  },
  {
    promise: 'answers the same for the same token',
    async keep(stage) {
      const token = await stage.mint({ subject: 'ada' })
      const first = await accepted(stage, token)
      demand((await accepted(stage, token)).subject === first.subject, 'changed its mind')
    },
  },
  {
    promise: 'answers each of many calls at once for its own token',
    async keep(stage) {
      const names = Array.from({ length: 20 }, (_, number) => `subject-${number}`)
      const tokens = await Promise.all(names.map((subject) => stage.mint({ subject })))
      const expired = await stage.mint({ livesForSeconds: -400 })
      const calls = [...tokens, expired].map((token) => stage.verifier.verify(token, stage.call))
      const answers = await Promise.all(calls)
      demand(answers.pop()?.outcome === 'refused', 'let the bad one among them pass')
      demand(
        answers.every((answer, i) => answer.outcome === 'verified' && answer.identity.subject === names[i]),
        'mixed the answers',
      )
    },
  },
  {
    promise: 'explains an acceptance by checks that all passed',
    async keep(stage) {
      const { explanation } = await stage.verifier.verify(await stage.mint(), stage.call)
      demand(explanation.checks.length > 0, 'explained nothing')
      demand(
        explanation.checks.every(({ outcome }) => outcome === 'passed'),
        'accepted in spite of a check',
      )
    },
  },
  {
    promise: 'explains a refusal by the one check that failed',
    async keep(stage) {
      const { explanation } = await stage.verifier.verify(
        await stage.mint({ livesForSeconds: -400 }),
        stage.call,
      )
      const failed = explanation.checks.filter(({ outcome }) => outcome === 'failed')
      demand(failed.length === 1, 'did not name exactly one')
    },
  },
]
