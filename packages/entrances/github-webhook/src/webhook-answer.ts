/**
 * What became of a request.
 *
 * `forwarded`, `duplicate`, `ignored` and `pong` are GitHub's; `unavailable` was GitHub's and may be
 * redelivered; all others are of nobody we know, or of nobody who speaks as GitHub does.
 */
export type WebhookOutcome =
  | 'forwarded'
  | 'duplicate'
  | 'ignored'
  | 'pong'
  | 'wrong_method'
  | 'malformed'
  | 'unsigned'
  | 'bad_signature'
  | 'too_large'
  | 'unknown_repository'
  | 'unavailable'

/** What function URLs, REST APIs and HTTP APIs all take from a Lambda. */
export interface WebhookAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Wording {
  readonly statusCode: number
  /** For people who look at a delivery on GitHub. Who has no secret is told no more than that. */
  readonly words: string
}

const wordings: Readonly<Record<WebhookOutcome, Wording>> = {
  forwarded: { statusCode: 202, words: 'forwarded' },
  duplicate: { statusCode: 202, words: 'duplicate' },
  ignored: { statusCode: 202, words: 'ignored' },
  pong: { statusCode: 200, words: 'pong' },
  wrong_method: { statusCode: 405, words: 'method: expected POST, found another' },
  malformed: { statusCode: 400, words: 'expected a webhook of GitHub with content type application/json' },
  unsigned: { statusCode: 401, words: 'unauthorized' },
  bad_signature: { statusCode: 401, words: 'unauthorized' },
  too_large: { statusCode: 413, words: 'body: expected at most 25 MiB, found more' },
  unknown_repository: { statusCode: 404, words: 'not found' },
  unavailable: { statusCode: 503, words: 'not forwarded: redeliver it' },
}

/** The answer to a request of this outcome. */
export function answerOf(outcome: WebhookOutcome): WebhookAnswer {
  const { statusCode, words } = wordings[outcome]
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(outcome === 'wrong_method' ? { allow: 'POST' } : {}),
    },
    body: JSON.stringify({ outcome: words }),
  }
}
