import type { Queue } from '@sallyport/delivery/queue'
import { type Clock, Failure } from '@sallyport/kernel'
import { deadline, type Deadline, within } from './deadline.ts'
import { type Deliveries, deliveriesIn, type Delivery, hashOf, recentDeliveries } from './deliveries.ts'
import { isRefEvent, refChangeIn, type RefChange, type RefEvent } from './github-event.ts'
import { isSigned } from './signature.ts'
import { answerOf, type WebhookAnswer } from './webhook-answer.ts'
import { type GithubWebhookOptions, refuseUnusable, repositoryFilter } from './webhook-options.ts'
import type { WebhookRecord } from './webhook-record.ts'
import { requestOf, type WebhookRequest } from './webhook-request.ts'

export type { GithubWebhookOptions } from './webhook-options.ts'

/** A Lambda's handler, behind a function URL or API Gateway; Node 24 on Lambda refuses a third parameter. */
export type GithubWebhook = (event: unknown) => Promise<WebhookAnswer>

/** What is known of a request when it is answered. */
type Settled = Omit<WebhookRecord, 'gate' | 'record' | 'latencyMilliseconds'>

interface Desk {
  readonly secrets: readonly string[]
  readonly forward: Queue['forward']
  readonly deliveries: Deliveries
  readonly isOurs: (repository: string) => boolean
  readonly patienceMilliseconds: number
  readonly clock: Clock
}

/** Deliveries that one process keeps in mind where there is no ledger. */
const mostRecent = 1000

/** Whether a delivery is known is worth so much waiting, and no more. */
const askMilliseconds = 500
/** What is added to the patience for writing down what was forwarded. */
const rememberMilliseconds = 300

/**
 * Answers GitHub's webhooks, and forwards what moves a branch or a tag to the trigger, as EventBridge's
 * inbound webhooks would.
 *
 * The signature is checked over the bytes that came, before anything of them is looked at. A delivery is
 * remembered after it was forwarded, so that one that failed can be redelivered; whoever crashes in between
 * forwards twice, and the trigger, which decides by where the ref points and by its ledger, starts nothing
 * twice. An answer is given within 2 s: what was not forwarded in 1.5 s is 503, which GitHub shows as failed.
 *
 * Source: docs.github.com, "Validating webhook deliveries" and "Best practices for using webhooks".
 * @throws ConfigurationInvalid when an option cannot work
 */
export function githubWebhook(options: GithubWebhookOptions): GithubWebhook {
  refuseUnusable(options)
  const { report, clock = { now: Date.now } } = options
  const desk: Desk = {
    secrets: [...options.secrets],
    forward: options.forward,
    deliveries:
      options.deliveries === undefined
        ? recentDeliveries(mostRecent)
        : deliveriesIn(options.deliveries, clock),
    isOurs: repositoryFilter(options.repositories),
    patienceMilliseconds: options.forwardWithinMilliseconds ?? 1500,
    clock,
  }

  return async (event) => {
    const started = performance.now()
    const settled = await settle(requestOf(event), desk)
    const latencyMilliseconds = Math.round(performance.now() - started)
    report({ gate: 'delivery', record: 'webhook', ...settled, latencyMilliseconds })
    return answerOf(settled.outcome)
  }
}

async function settle({ method, header, body }: WebhookRequest, desk: Desk): Promise<Settled> {
  if (method !== 'POST') return { outcome: 'wrong_method' }
  const event = header('X-GitHub-Event')
  const delivery = header('X-GitHub-Delivery')
  if (!isWord(event, /^[a-z_]{1,64}$/) || !isWord(delivery, /^[\w-]{1,64}$/)) return { outcome: 'malformed' }
  const signature = header('X-Hub-Signature-256')
  if (signature === undefined) return { outcome: 'unsigned' }
  if (body === 'too_large') return { outcome: 'too_large' }
  if (!(await isSigned(body, signature, desk.secrets))) return { outcome: 'bad_signature' }

  if (event === 'ping') return { outcome: 'pong', event, delivery }
  if (!isRefEvent(event)) return { outcome: 'ignored', event, delivery }
  const change = refChangeIn(event, parsed(body))
  if (change === undefined) return { outcome: 'malformed', event, delivery }
  if (change === 'ignored') return { outcome: 'ignored', event, delivery }
  if (!desk.isOurs(change.repository)) return { outcome: 'unknown_repository' }
  const known = { repository: change.repository, id: delivery, bodyHash: hashOf(body) }
  return { event, delivery, ...(await handOver(event, { change, delivery: known }, desk)) }
}

const isWord = (text: string | undefined, form: RegExp): text is string =>
  text !== undefined && form.test(text)

interface Signed {
  readonly change: RefChange
  readonly delivery: Delivery
}

async function handOver(event: RefEvent, { change, delivery }: Signed, desk: Desk): Promise<Settled> {
  const time = deadline(desk.patienceMilliseconds)
  const asked = await isKnown(delivery, desk, time)
  if (asked === true) return { outcome: 'duplicate' }
  try {
    const withinMilliseconds = time.left()
    const forwarding = {
      group: `github:${change.repository}:${change.ref}`,
      deduplicationId: delivery.bodyHash,
      withinMilliseconds,
    }
    const forwarded = desk.forward(inboundEvent(event, { change, delivery }, desk.clock), forwarding)
    await within(withinMilliseconds, 'queue', forwarded)
  } catch (error) {
    return { outcome: 'unavailable', found: wordsOf(error) }
  }
  const unremembered = asked === false ? await remembered(delivery, desk, time) : asked
  return { outcome: 'forwarded', ...(unremembered === undefined ? {} : { unremembered }) }
}

/**
 * Whether it was forwarded before, or why nobody can tell. An outage of the ledger is no reason to lose an
 * event that GitHub does not send again by itself; forwarded twice, it does no harm.
 */
async function isKnown(delivery: Delivery, { deliveries }: Desk, time: Deadline): Promise<boolean | string> {
  try {
    return await within(Math.min(askMilliseconds, time.left()), 'deliveries', deliveries.has(delivery))
  } catch (error) {
    return wordsOf(error)
  }
}

/** Nothing, or why it will not be known. */
async function remembered(
  delivery: Delivery,
  { deliveries }: Desk,
  time: Deadline,
): Promise<string | undefined> {
  try {
    await within(time.left() + rememberMilliseconds, 'deliveries', deliveries.remember(delivery))
    return undefined
  } catch (error) {
    return wordsOf(error)
  }
}

/** As EventBridge delivers GitHub's webhooks; whoever reads it need not know by which way it came. */
const inboundEvent = (event: RefEvent, { change, delivery }: Signed, clock: Clock) => ({
  version: '0',
  id: delivery.id,
  source: 'github.com',
  'detail-type': event,
  time: new Date(clock.now()).toISOString(),
  detail: change.detail,
})

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** What we threw ourselves is fit to be logged; of anything else only its kind is. */
function wordsOf(error: unknown): string {
  if (error instanceof Failure) return error.message
  return `an unexpected ${error instanceof Error ? error.name : typeof error}`
}
