import type { RefusalReason } from '../token-verifier.ts'
import { base64url } from './base64url.ts'
import type { CorpusKey, CorpusSecret, CorpusStage } from './corpus-stage.ts'
import type { CorpusToken, RequirementId } from './corpus-token.ts'

type Members = Readonly<Record<string, unknown>>
type Bytes = string | readonly number[]

/** How a token departs from one worth accepting, in the order a token is made. */
export interface Writing {
  /** Members over those of a good header; `undefined` leaves one out. */
  readonly header?: Members
  readonly claims?: Members
  /** Claims as JSON text, for what no value can say: `{ exp: '1e999' }`. */
  readonly rawClaims?: Readonly<Record<string, string>>
  /** Rewrites the JSON text of the header, or puts bytes in its place. */
  readonly headerText?: (text: string) => Bytes
  readonly payloadText?: (text: string) => Bytes
  /** Rewrites the two encoded parts before they are signed. */
  readonly spelling?: (parts: readonly [string, string]) => readonly [string, string]
  /** Whose key signs (the issuer's by default), which secret does, or that nobody does. */
  readonly signer?: CorpusKey | { readonly secret: CorpusSecret; readonly algorithm: string } | 'nobody'
  /** The algorithm of the signature, where it is another than the issuer's. */
  readonly signedAs?: string
  /** Rewrites the signature after it was made. */
  readonly signature?: (signature: string) => string
}

export async function written(stage: CorpusStage, writing: Writing = {}): Promise<string> {
  const { spelling = (parts) => parts, signature = (made) => made } = writing
  const { header, claims } = stage.facts()
  const parts: readonly [string, string] = [
    base64url((writing.headerText ?? same)(jsonOf({ ...header, ...writing.header }))),
    base64url(
      (writing.payloadText ?? same)(withRaw(jsonOf({ ...claims, ...writing.claims }), writing.rawClaims)),
    ),
  ]
  const input = spelling(parts).join('.')
  return `${input}.${signature(await signatureOver(stage, input, writing))}`
}

async function signatureOver(stage: CorpusStage, input: string, writing: Writing): Promise<string> {
  const { signer = 'issuer', signedAs = stage.algorithm } = writing
  if (signer === 'nobody') return ''
  if (typeof signer === 'object') return stage.hmac(input, signer)
  return stage.sign(input, { key: signer, algorithm: signedAs })
}

/** Hostile tokens that share a requirement and its reasons. */
export function hostile(requirement: RequirementId, reasons?: readonly RefusalReason[]) {
  return (
    name: string,
    made: Writing | ((stage: CorpusStage) => Writing | Promise<string>),
  ): CorpusToken => ({
    requirement,
    name,
    expect: 'refused',
    ...(reasons === undefined ? {} : { reasons }),
    async token(stage) {
      const writing = typeof made === 'function' ? await made(stage) : made
      return typeof writing === 'string' ? writing : written(stage, writing)
    },
  })
}

/** A value as it may stand in the name of a token. */
export function spoken(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing at all'
  return text.length > 60 ? `${text.slice(0, 40)}... of ${text.length} characters` : text
}

const same = (text: string) => text

/** JSON in which a member named `__proto__` is a member like any other. */
function jsonOf(members: Members): string {
  const present = Object.entries(members).filter(([, value]) => value !== undefined)
  return `{${present.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
}

function withRaw(text: string, raw: Writing['rawClaims'] = {}): string {
  const kept: Members = JSON.parse(text)
  const names = Object.keys(raw)
  const others = Object.fromEntries(Object.entries(kept).filter(([name]) => !names.includes(name)))
  const body = names.length === 0 ? text : jsonOf(others)
  return Object.entries(raw).reduce((json, [name, value]) => {
    return `${json.slice(0, -1)},${JSON.stringify(name)}:${value}}`
  }, body)
}
