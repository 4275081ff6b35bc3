import type { Contract } from '@sallyport/kernel'
import { demand } from '@sallyport/kernel'
import { demandEvents, demandUnavailable, eventOf, how, type QueueStage } from './queue-contract/stage.ts'

export type { QueueFault, QueueStage } from './queue-contract/stage.ts'

/** The promises of every {@link Queue}. Each clause gets a stage, and an empty queue, of its own. */
export const queueContract: Contract<QueueStage> = [
  {
    promise: 'hands every event over, those of one group in the order they came if it keeps one',
    async keep(stage) {
      for (const number of [1, 2, 3]) await stage.queue.forward(eventOf(number), how(`event-${number}`))
      await demandEvents(stage, eventOf(1), eventOf(2), eventOf(3))
    },
  },
  {
    promise: 'hands every letter over: quotes, line ends, other scripts, noncharacters, halves of pairs',
    async keep(stage) {
      const ref = 'refs/heads/"ö\u0001\u2028\u{1f6aa}\ufffe\uffff\ud800'
      const event = { ...eventOf(1), detail: { ref } }
      await stage.queue.forward(event, how('event-1'))
      await demandEvents(stage, event)
    },
  },
  {
    promise: 'takes a group of any length and any letters',
    async keep(stage) {
      const groups = ['github:acme/shop:refs/heads/Größe \u{1f6aa}', `github:${'long/'.repeat(100)}`]
      for (const [at, group] of groups.entries())
        await stage.queue.forward(eventOf(at), how(`event-${at}`, { group }))
      demand((await stage.fetched()).length === 2, 'lost an event')
    },
  },
  {
    promise: 'survives throttling that passes',
    async keep(stage) {
      await stage.fault('throttled_once')
      await stage.queue.forward(eventOf(1), how('event-1'))
      await demandEvents(stage, eventOf(1))
    },
  },
  ...(['throttled', 'unreachable'] as const).map((fault) => ({
    promise: `fails with UpstreamUnavailable while it is ${fault}, hands nothing over, and recovers`,
    async keep(stage: QueueStage) {
      await stage.fault(fault)
      await demandUnavailable(stage, how('event-1'))
      await stage.fault('none')
      await demandEvents(stage)
      await stage.queue.forward(eventOf(1), how('event-1'))
      await demandEvents(stage, eventOf(1))
    },
  })),
  {
    promise: 'loses nothing when an answer is lost and the event is handed over again',
    async keep(stage) {
      await stage.fault('answer_lost')
      await stage.queue.forward(eventOf(1), how('event-1')).catch(() => undefined)
      await stage.queue.forward(eventOf(1), how('event-1'))
      const found = await stage.fetched()
      const isIt = (event: unknown) => JSON.stringify(event) === JSON.stringify(eventOf(1))
      demand(found.length > 0 && found.every(isIt), 'lost it, or made another of it')
    },
  },
  {
    promise: 'gives up in the time it is given when nobody says anything',
    async keep(stage) {
      await stage.fault('silent')
      await demandUnavailable(stage, how('event-1', { withinMilliseconds: 100 }))
    },
  },
]
