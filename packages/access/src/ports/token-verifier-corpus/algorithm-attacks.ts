import { secretSpellings, type CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { hostile, spoken } from './written.ts'

const unsigned = ['none', 'None', 'NONE', 'nOnE', 'nonE', 'none ', ' none', 'none\u0000', 'n\u043ene', 'NULL']
const otherAlgorithms = [
  'HS256',
  'HS384',
  'HS512',
  'HS1',
  'RS1',
  'ES256K',
  'Ed448',
  'ML-DSA-44',
  'RS384',
  'RS512',
  'PS384',
  'PS512',
  'ES512',
  'RSA1_5',
  'RSA-OAEP',
  'RSA-OAEP-256',
  'dir',
  'A128KW',
  'A256GCMKW',
  'ECDH-ES',
  'A128GCM',
  'PBES2-HS256+A128KW',
  'unheard-of',
  'toString',
  '__proto__',
  'constructor',
  '*',
]
const noAlgorithms = [undefined, null, '', 0, 256, true, [], ['RS256'], ['none'], {}, { name: 'RS256' }]
const allowedByDefault = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519']

/** Which algorithm a token asks for (RFC 8725 sections 3.1 and 3.2). */
export function* algorithmAttacks(stage: CorpusStage): Generator<CorpusToken> {
  yield* unsignedTokens()
  yield* foreignAlgorithms(stage)
  yield* misspelledAlgorithms(stage)
  yield* swappedAlgorithms(stage)
  yield* publicKeySecrets()
}

function* unsignedTokens(): Generator<CorpusToken> {
  for (const alg of unsigned)
    for (const signer of ['nobody', 'issuer', 'stranger'] as const)
      yield hostile('V01', ['wrong_algorithm', 'malformed'])(
        `a token that says ${spoken(alg)}, signed by ${signer}`,
        { header: { alg }, signer },
      )
  const plain = hostile('S04', ['wrong_algorithm', 'malformed'])
  yield plain('an unsecured token without a key name', {
    header: { alg: 'none', kid: undefined },
    signer: 'nobody',
  })
  yield plain('an unsecured token that ends before its signature', (stage) =>
    unsecured(stage, (token) => token.replace(/\.$/, '')),
  )
  yield plain('an unsecured token with a dot too many', (stage) => unsecured(stage, (token) => `${token}.`))
  yield plain('an unsecured token with a null for its signature', (stage) =>
    unsecured(stage, (token) => `${token}bnVsbA`),
  )
  yield plain('a token that names two algorithms, none among them', {
    headerText: (text) => text.replace('{', '{"alg":"none",'),
  })
  yield plain('a good token whose signature was taken away', { signer: 'nobody' })
}

const unsecured = async (stage: CorpusStage, spell: (token: string) => string) => {
  const [none] = [...unsignedTokens()]
  return spell((await none?.token(stage)) ?? '')
}

function* foreignAlgorithms({ algorithm }: CorpusStage): Generator<CorpusToken> {
  for (const alg of [...otherAlgorithms, ...noAlgorithms].filter((other) => other !== algorithm))
    yield hostile('S01', ['wrong_algorithm', 'malformed'])(`a token of the algorithm ${spoken(alg)}`, {
      header: { alg },
      ...(typeof alg === 'string' ? { signedAs: alg } : {}),
    })
}

function* misspelledAlgorithms({ algorithm }: CorpusStage): Generator<CorpusToken> {
  const [first = '', second = ''] = algorithm
  const otherCase = first + (second === second.toLowerCase() ? second.toUpperCase() : second.toLowerCase())
  const spellings = [
    algorithm.toLowerCase(),
    otherCase + algorithm.slice(2),
    ` ${algorithm}`,
    `${algorithm} `,
    `${algorithm}\n`,
    `${algorithm}\u0000`,
    `\ufeff${algorithm}`,

    `${algorithm},none`,
    `${algorithm}/none`,
    `${first}-${algorithm.slice(1)}`,
    `${algorithm}${algorithm}`,

    `${algorithm.slice(0, -1)}\uff16`,
    'SHA256withRSA',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  ]
  for (const alg of spellings.filter((spelling) => spelling !== algorithm))
    yield hostile('S03', ['wrong_algorithm'])(`a token that spells its algorithm ${spoken(alg)}`, {
      header: { alg },
    })
}

function* swappedAlgorithms({ algorithm }: CorpusStage): Generator<CorpusToken> {
  const same = algorithm.startsWith('Ed') ? ['EdDSA', 'Ed25519'] : [algorithm]
  for (const alg of allowedByDefault.filter((other) => !same.includes(other))) {
    const reasons = ['wrong_algorithm', 'bad_signature', 'unknown_key'] as const
    yield hostile('S02', reasons)(`a token of ${alg} by a key of ${algorithm}`, {
      header: { alg },
      signedAs: alg,
    })
    yield hostile('S02', reasons)(`a token that says ${alg} and is signed by ${algorithm}`, {
      header: { alg },
    })
    yield hostile('V03', reasons)(
      `a token of ${alg} by a key published without an algorithm`,
      ({ keyIds }) => ({
        header: { alg, kid: keyIds.unlabelled },
        signer: 'unlabelled',
        signedAs: alg,
      }),
    )
  }
}

function* publicKeySecrets(): Generator<CorpusToken> {
  for (const alg of ['HS256', 'HS384', 'HS512'])
    for (const secret of secretSpellings)
      for (const kid of ['the key', 'no key'])
        yield hostile('V02', ['wrong_algorithm'])(
          `a token of ${alg} that names ${kid}, its secret the public key as ${secret}`,
          ({ keyIds }) => ({
            header: { alg, kid: kid === 'the key' ? keyIds.issuer : undefined },
            signer: { secret, algorithm: alg },
          }),
        )
}
