import { type Contract, demand } from '@sallyport/kernel'
import { accepted, refused } from './answer.ts'
import type { VerifierStage } from './stage.ts'

/** How a token must be spelled, and by whom it must be written. */
export const formClauses: Contract<VerifierStage> = [
  {
    promise: 'refuses noise as malformed',
    async keep(stage) {
      for (const noise of [
        '',
        '.',
        '..',
        '...',
        'noise',
        'a.b',
        'a.b.c',
        'a.b.c.d.e',
        '{}',
        '\u0000',
        '\ud800',
      ])
        await refused(stage, noise, ['malformed'])
    },
  },
  {
    promise: 'refuses a token of absurd length as too_long',
    async keep(stage) {
      await refused(stage, 'a'.repeat(1_000_000), ['too_long'])
      await refused(stage, `${await stage.mint()}.${'a'.repeat(100_000)}`, ['too_long'])
    },
  },
  {
    promise: 'accepts exactly one spelling of a token',
    async keep(stage) {
      const token = await stage.mint()
      await accepted(stage, token)
      for (const other of otherSpellings(token)) {
        const answer = await stage.verifier.verify(other, stage.call)
        demand(answer.outcome === 'refused', 'accepted another spelling')
      }
    },
  },
  {
    promise: 'refuses a token of another issuer, however much its name looks alike, as unknown_issuer',
    async keep(stage) {
      const { issuer } = stage
      const alike = [
        `${issuer}/`,
        issuer.slice(0, -1),
        issuer.toUpperCase(),
        ` ${issuer}`,
        [issuer],
        'urn:other',
      ]
      for (const iss of alike) await refused(stage, await stage.mint({ claims: { iss } }), ['unknown_issuer'])
    },
  },
  {
    promise: 'refuses a token whose claims were changed after it was signed',
    async keep(stage) {
      const [header, , signature] = (await stage.mint({ subject: 'ada' })).split('.')
      const [, claims] = (await stage.mint({ subject: 'eve' })).split('.')
      await refused(stage, `${header}.${claims}.${signature}`, ['bad_signature', 'malformed'])
    },
  },
]

/** Texts that forgiving decoders read as the same token. */
function otherSpellings(token: string): readonly string[] {
  const middle = token.lastIndexOf('.') + 5
  const last = token.at(-1) ?? ''
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const around = [' ', '\n', '\t', '=', '==', '.', '\u0000', '\u00a0', '\ufeff', '!']
  return [
    ...around.map((extra) => token + extra),
    ...around.map((extra) => extra + token),
    ...around.map((extra) => token.slice(0, middle) + extra + token.slice(middle)),
    ...Array.from(alphabet)
      .filter((letter) => letter !== last)
      .map((letter) => token.slice(0, -1) + letter),
    token.replaceAll('.', '=.'),
    `Bearer ${token}`,
    encodeURIComponent(` ${token}`),
  ]
}
