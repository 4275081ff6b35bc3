import type { CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile, spoken } from './written.ts'

const noTimes = [null, '', 'soon', true, false, [], {}, ['1'], [1], { value: 1 }]
const noTimeTexts = ['1e999', '-1e999', '1e400', '1e13', '-1e13', '9007199254740993000', '1e308']

/** When a token counts (RFC 7519 section 4.1, RFC 9068 section 4). */
export function* timeAttacks(stage: CorpusStage): Generator<CorpusToken> {
  yield* oddTimes(stage)
  yield* pastTokens(stage)
  yield* comingTokens(stage)
}

function* oddTimes({ nowSeconds }: CorpusStage): Generator<CorpusToken> {
  const requirement = { exp: 'S24', nbf: 'S25', iat: 'S26' } as const
  const soon = nowSeconds() + 100
  for (const name of ['exp', 'nbf', 'iat'] as const) {
    const bad = hostile(requirement[name], ['bad_claim'])
    for (const value of noTimes)
      yield bad(`a token with ${spoken(value)} for its ${name}`, { claims: { [name]: value } })
    for (const text of noTimeTexts)
      yield hostile(name === 'exp' ? 'S27' : requirement[name], ['bad_claim'])(
        `a token with ${text} for its ${name}`,
        {
          rawClaims: { [name]: text },
        },
      )
    for (const text of ['NaN', 'Infinity', '0x7fffffff', '01', '+1', '1.', '.5', '1_000', '1n'])
      yield hostile(requirement[name], ['malformed'])(
        `a token with ${text}, which is no JSON, for its ${name}`,
        {
          rawClaims: { [name]: text },
        },
      )
    yield bad(`a token with its ${name} as text`, { claims: { [name]: String(soon) } })
    yield bad(`a token with its ${name} as a date`, { claims: { [name]: '2099-01-01T00:00:00Z' } })
    yield hostile('S27', ['bad_claim', 'not_yet_valid'])(`a token with its ${name} in milliseconds`, {
      claims: { [name]: soon * 1000 },
    })
    yield hostile('S27', ['bad_claim', 'not_yet_valid'])(`a token with its ${name} in microseconds`, {
      claims: { [name]: soon * 1_000_000 },
    })
  }
}

function* pastTokens({ nowSeconds, clockToleranceSeconds }: CorpusStage): Generator<CorpusToken> {
  const now = nowSeconds()
  const gone = hostile('S24', ['expired', 'bad_claim'])
  const ends = [0, -1, -1e10, 1, 0.5, now - 86_400, now - 3600, now - 301, now - clockToleranceSeconds - 0.5]
  for (const exp of [...ends, now - clockToleranceSeconds, now - clockToleranceSeconds - 1])
    yield gone(`a token that ended ${now - exp} seconds ago`, {
      claims: { exp, iat: Math.min(exp, now) - 60 },
    })
  for (const before of [1, 60, 3600, 1e6])
    yield hostile('S27', ['bad_claim', 'not_yet_valid'])(
      `a token that ends ${before} seconds before it was issued`,
      {
        claims: { exp: now + 100, iat: now + 100 + before },
      },
    )
  for (const before of [1, 60])
    yield hostile('S27', ['bad_claim', 'expired'])(
      `a past token that ends ${before} seconds before it was issued`,
      {
        claims: { exp: now - before, iat: now },
      },
    )
}

function* comingTokens({ nowSeconds, clockToleranceSeconds }: CorpusStage): Generator<CorpusToken> {
  const now = nowSeconds()
  for (const later of [clockToleranceSeconds + 5, 61, 301, 3600, 86_400, 1e6]) {
    yield hostile('S25', ['not_yet_valid'])(`a token that begins in ${later} seconds`, {
      claims: { nbf: now + later, exp: now + later + 600 },
    })
    yield hostile('S26', ['not_yet_valid'])(`a token issued in ${later} seconds`, {
      claims: { iat: now + later, exp: now + later + 600 },
    })
  }
  yield hostile('S25', ['not_yet_valid', 'bad_claim'])('a token that begins after it ends', {
    claims: { nbf: now + 700, exp: now + 600 },
  })
}
