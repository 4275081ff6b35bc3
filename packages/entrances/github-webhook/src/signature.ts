import { isUtf8 } from 'node:buffer'
import { verify } from '@octokit/webhooks-methods'

/**
 * Whether one of these secrets signed these bytes, as `X-Hub-Signature-256` says. Every secret is tried,
 * each in constant time.
 *
 * Octokit takes text. GitHub sends UTF-8, and of UTF-8 the text has the very same bytes; anything else is
 * not GitHub's.
 *
 * Source: docs.github.com, "Validating webhook deliveries".
 */
export async function isSigned(
  body: Buffer,
  signature: string,
  secrets: readonly string[],
): Promise<boolean> {
  if (body.length === 0 || !/^sha256=[0-9a-f]{64}$/.test(signature) || !isUtf8(body)) return false
  const text = body.toString('utf8')
  const verdicts = await Promise.all(secrets.map((secret) => verify(secret, text, signature)))
  return verdicts.includes(true)
}
