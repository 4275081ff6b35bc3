import { canary, type CorpusStage } from './corpus-stage.ts'
import type { CorpusToken } from './corpus-token.ts'
import { namesOfNoKey, noNames } from './key-names.ts'
import { hostile, spoken, type Writing } from './written.ts'

/** Which key a token asks for, or brings along (RFC 8725 section 3.10). */
export function* keyAttacks(stage: CorpusStage): Generator<CorpusToken> {
  yield* embeddedKeys()
  yield* promisedKeys(stage)
  for (const kid of namesOfNoKey)
    yield hostile('V06', ['unknown_key'])(`a token whose key is named ${spoken(kid)}`, { header: { kid } })
  for (const kid of noNames)
    yield hostile('S15', ['unknown_key'])(`a token whose key has no text for a name but ${spoken(kid)}`, {
      header: { kid },
    })
  yield hostile('S15', ['too_long'])('a token whose key has a name of 64 KiB', {
    header: { kid: 'k'.repeat(65_536) },
  })
  yield* unfitKeys()
  yield* keysOfOthers()
}

function* embeddedKeys(): Generator<CorpusToken> {
  const reasons = ['bad_signature', 'unknown_key', 'unsupported_header'] as const
  const names = ['issuer', 'a stranger', 'nobody'] as const
  const brought = (jwk: object) => ({
    'its key as jwk': { jwk },
    'its key as jwk, private member and all': { jwk: { ...jwk, d: 'AAAA' } },
    'its key as jwk in a text': { jwk: JSON.stringify(jwk) },
    'its key in a set': { jwks: { keys: [jwk] } },
    'a certificate': { x5c: ['AAAA'] },
    'a certificate and a key': { x5c: ['AAAA'], jwk },
    'a thumbprint': { 'x5t#S256': 'AAAA', x5t: 'AAAA' },
  })
  for (const what of Object.keys(brought({})) as (keyof ReturnType<typeof brought>)[])
    for (const named of names)
      yield hostile('V04', reasons)(
        `a stranger's token that names the key of ${named} and brings ${what}`,
        (stage) => {
          const kid = { issuer: stage.keyIds.issuer, 'a stranger': `${canary}-stranger`, nobody: undefined }[
            named
          ]
          return { header: { kid, ...brought(stage.strangerJwk)[what] }, signer: 'stranger' }
        },
      )
}

function* promisedKeys({ lure, issuer }: CorpusStage): Generator<CorpusToken> {
  const host = lure.url.replace('http://', '')
  const urls = [
    lure.url,
    `${lure.url}#${issuer}`,
    `${lure.url}?${issuer}`,
    `http://${canary}@${host}`,
    `//${host}`,
  ]
  const reasons = ['bad_signature', 'unknown_key', 'unsupported_header'] as const
  for (const [position, url] of [...urls, 'file:///etc/passwd'].entries())
    for (const member of ['jku', 'x5u'])
      for (const named of ['the issuer', 'the URL'])
        yield hostile(member === 'jku' ? 'V05' : 'S16', reasons)(
          `a stranger's token that names the key of ${named} and promises keys by ${member}, URL ${position + 1}`,
          ({ keyIds }) => ({
            header: { [member]: url, kid: named === 'the URL' ? url : keyIds.issuer },
            signer: 'stranger',
          }),
        )
  for (const signer of ['issuer', 'stranger'] as const)
    for (const [position, iss] of urls.entries())
      yield hostile('S16', ['unknown_issuer'])(
        `a token of the ${signer} from an issuer at a lure, URL ${position + 1}`,
        {
          claims: { iss },
          signer,
        },
      )
}

function* unfitKeys(): Generator<CorpusToken> {
  yield hostile('S05', ['unknown_key'])('a token by a published RSA key of 1,024 bits', ({ keyIds }) => ({
    header: { alg: 'RS256', kid: keyIds.weak },
    signer: 'weak',
    signedAs: 'RS256',
  }))
  yield hostile('O03', ['unknown_key'])('a token by a key published for encryption', ({ keyIds }) => ({
    header: { kid: keyIds.encryption },
    signer: 'encryption',
  }))
  for (const algorithm of ['HS256', 'HS384', 'HS512'])
    yield hostile('O04', ['wrong_algorithm'])(`a token of ${algorithm} by a secret that was published`, {
      header: { alg: algorithm, kid: 'published-secret' },
      signer: { secret: 'published-secret', algorithm },
    })
  yield hostile('O04', ['unknown_key'])('a token by the issuer that names a published secret', {
    header: { kid: 'published-secret' },
  })
}

/** The issuer and the key's name together choose a key, never the name alone. */
function* keysOfOthers(): Generator<CorpusToken> {
  const forged: Readonly<Record<string, (stage: CorpusStage) => Writing>> = {
    'a token of this issuer by the key another publishes under the same name': () => ({
      signer: 'other-issuer',
    }),
    'a token of another issuer by its own key': ({ otherIssuer: iss }) => ({
      claims: { iss },
      signer: 'other-issuer',
    }),
    "a token of another issuer by this issuer's key": ({ otherIssuer: iss }) => ({ claims: { iss } }),
    'a token that names both issuers, this one first': ({ issuer, otherIssuer }) => ({
      claims: { iss: [issuer, otherIssuer] },
      signer: 'other-issuer',
    }),
    'a token of this issuer with the other in its header, by the key of the other': ({
      otherIssuer: iss,
    }) => ({
      header: { iss },
      signer: 'other-issuer',
    }),
    'a token of another issuer with this one in its header': ({ issuer, otherIssuer }) => ({
      header: { iss: issuer },
      claims: { iss: otherIssuer },
    }),
  }
  for (const [name, write] of Object.entries(forged))
    yield hostile('S11', ['bad_signature', 'unknown_issuer'])(name, write)
}
