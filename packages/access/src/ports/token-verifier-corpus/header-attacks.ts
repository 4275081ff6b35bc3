import { base64url } from './base64url.ts'
import type { CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile, spoken, written } from './written.ts'

const criticalLists = [
  ['exp'],
  ['unheard-of'],
  ['b64'],
  [],
  'exp',
  '',
  null,
  true,
  false,
  0,
  { exp: true },
  [7],
  [null],
  [['exp']],
  [''],

  ['alg'],
  ['kid'],
  ['typ'],
  ['crit'],
  ['exp', 'exp'],
  ['b64', 'b64'],
  ['exp', 'unheard-of'],
  ['__proto__'],
  ['jku'],
]

const types = [
  'JWT',
  'jwt',
  'application/jwt',
  'JOSE',
  'JOSE+JSON',
  'JWE',
  '',
  ' ',
  'at',
  'jwt+at',
  'at-jwt',
  'at+jwt ',
  ' at+jwt',

  'at+jwt\u0000',
  'at+jwt;v=1',
  'application/at+jwt;charset=utf-8',
  'text/at+jwt',
  'application/application/at+jwt',

  'xat+jwt',
  'at+jwtx',
  'at+\u212awt',
  'a\u0442+jwt',
  'at%2Bjwt',
  'at jwt',
  'application/',
  '*/*',
  '__proto__',
  undefined,
  null,
  7,
  true,
  [],
  ['at+jwt'],
  {},
  { type: 'at+jwt' },
]

/** Headers that change how a token is read, and what kind of token it says it is. */
export function* headerAttacks(stage: CorpusStage): Generator<CorpusToken> {
  yield* criticalHeaders(stage)
  for (const typ of types)
    yield hostile('S17', ['wrong_type'])(`a token of the type ${spoken(typ)}`, { header: { typ } })
}

function* criticalHeaders({ algorithm }: CorpusStage): Generator<CorpusToken> {
  const reasons = ['unsupported_header'] as const
  for (const crit of criticalLists) {
    yield hostile('S21', reasons)(`a token that finds ${spoken(crit)} critical`, { header: { crit } })
    yield hostile('V08', reasons)(`a token that finds ${spoken(crit)} critical, and has that`, {
      header: { crit, exp: 1, b64: true, 'unheard-of': 1, '': 1 },
    })
  }
  for (const b64 of [false, true, null, 'false', 0])
    yield hostile('V08', reasons)(`a token with b64 ${spoken(b64)} and no word of it in crit`, {
      header: { b64 },
    })
  for (const crit of [undefined, ['b64']])
    yield hostile('S21', ['unsupported_header', 'malformed'])(
      `a token with its payload in the clear, crit ${spoken(crit)}`,
      async (stage) => {
        const { header, claims } = stage.facts()
        const input = `${base64url(JSON.stringify({ ...header, b64: false, crit }))}.${JSON.stringify(claims)}`
        return `${input}.${await stage.sign(input, { key: 'issuer', algorithm })}`
      },
    )
  yield hostile('S21', ['unsupported_header', 'malformed'])(
    'a token whose payload is elsewhere',
    async (stage) => {
      const [header, , signature] = (await written(stage, { header: { b64: false, crit: ['b64'] } })).split(
        '.',
      )
      return `${header}..${signature}`
    },
  )
}
