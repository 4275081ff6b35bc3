import { createHmac, randomUUID } from 'node:crypto'
import type { ReferenceChange } from './reference-watch.ts'

export interface WebhookTarget {
  readonly url: string
  readonly secret: string
  /** `owner/name` */
  readonly repository: string
}

const none = '0'.repeat(40)

/**
 * Sends what GitHub sends when a branch or tag moves: a `push`, signed over its very bytes.
 *
 * Source: GitHub, "Webhook events and payloads", push; "Validating webhook deliveries".
 * @throws Error when it is not taken
 */
export async function sendPush(
  { ref, before = none, after = none }: ReferenceChange,
  { url, secret, repository }: WebhookTarget,
): Promise<void> {
  const [login = '', name = ''] = repository.split('/')
  const body = JSON.stringify({
    ref,
    before,
    after,
    created: before === none,
    deleted: after === none,
    forced: false,
    base_ref: null,
    repository: {
      id: 1,
      name,
      full_name: repository,
      private: true,
      owner: { login },
      default_branch: 'main',
    },
    pusher: { name: login },
    sender: { login },
  })
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-GitHub-Event': 'push',
      'X-GitHub-Delivery': randomUUID(),
      'X-Hub-Signature-256': `sha256=${signature}`,
    },
    body,
  })
  if (!response.ok) throw new Error(`webhook: expected it to be taken, found ${response.status}`)
}
