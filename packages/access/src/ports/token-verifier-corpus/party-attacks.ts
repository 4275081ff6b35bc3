import { canary, type CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile } from './written.ts'

/** Names that look like the issuer's and this API's (RFC 9068 section 4: to the letter). */
export function* partyAttacks(stage: CorpusStage): Generator<CorpusToken> {
  yield* issuers(stage)
  yield* audiences(stage)
}

function* issuers({ issuer }: CorpusStage): Generator<CorpusToken> {
  for (const [position, iss] of issuersAlike(issuer)
    .filter((name) => name !== issuer)
    .entries())
    yield hostile('S12', ['unknown_issuer'])(`a token of an issuer whose name looks alike, ${position + 1}`, {
      claims: { iss },
    })
  for (const [position, iss] of noIssuers(issuer).entries())
    yield hostile('V11', ['unknown_issuer', 'bad_claim'])(
      `a token whose issuer is no text, ${position + 1}`,
      {
        claims: { iss },
      },
    )
}

function* audiences({ audience }: CorpusStage): Generator<CorpusToken> {
  for (const [position, aud] of audiencesAlike(audience).entries()) {
    yield hostile('S14', ['wrong_audience'])(`a token for another audience, ${position + 1}`, {
      claims: { aud },
    })
    yield hostile('S14', ['wrong_audience'])(`a token for a list of another audience, ${position + 1}`, {
      claims: { aud: [aud, 'urn:other'] },
    })
  }
  yield hostile('S14', ['wrong_audience', 'missing_claim', 'bad_claim'])('a token for a list of nobody', {
    claims: { aud: [] },
  })
  for (const [position, aud] of noAudiences(audience).entries())
    yield hostile('V11', ['bad_claim'])(`a token whose audience is no text, ${position + 1}`, {
      claims: { aud },
    })
}

function issuersAlike(issuer: string): readonly string[] {
  const { protocol = '', host = '' } = /^(?<protocol>[a-z]+:\/\/)(?<host>.*)$/.exec(issuer)?.groups ?? {}
  return [
    `${issuer}/`,
    issuer.slice(0, -1),
    issuer.toUpperCase(),
    ` ${issuer}`,
    `${issuer} `,
    `${issuer}\u0000`,

    `${issuer}#`,
    `${issuer}?`,
    `${issuer}/.`,
    `${issuer}/..`,
    `${issuer}%2F`,
    `${issuer}\n`,
    `\ufeff${issuer}`,

    `${protocol}${canary}@${host}`,
    `${protocol}${host.replace('1', '\uff11')}`,
    protocol,
    host,
    `//${host}`,

    `${issuer}.evil.example`,
    `https://evil.example/${issuer}`,
    `${issuer},https://evil.example`,
    '*',
    '.*',
    '',

    issuer.replace('t', '\u0442'),
    issuer.replace('a', '\u0430'),
    `${issuer}\u200b`,
    issuer.replace('://', ':/'),
  ]
}

const noIssuers = (issuer: string): readonly unknown[] => [
  [issuer],
  [issuer, 'x'],
  ['x', issuer],
  { iss: issuer },
  { [issuer]: true },
  null,
  true,
  0,
  [[issuer]],
  {},
  [],
]

const audiencesAlike = (audience: string): readonly string[] => [
  '',
  '*',
  `${audience}/`,
  audience.slice(0, -1),
  audience.toUpperCase(),
  ` ${audience}`,
  `${audience} x`,

  `${audience},x`,
  `${audience}\u0000`,
  `${audience}#`,
  `${audience}.evil.example`,
  audience.replace('a', '\u0430'),

  `x ${audience}`,
  audience.replace('https://', ''),
  encodeURIComponent(audience),
  `${audience}\u200b`,
  'null',
]

const noAudiences = (audience: string): readonly unknown[] => [
  null,
  0,
  7,
  true,
  {},
  { [audience]: true },
  { aud: audience },
  [[audience]],
  [audience, 7],
  [audience, null],

  [null],
  [7],
  [{}],
  [audience, [audience]],
  [{ [audience]: 1 }],
  { 0: audience, length: 1 },
  [true, audience],
]
