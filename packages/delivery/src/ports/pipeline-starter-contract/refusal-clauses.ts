import { type Contract, demand } from '@sallyport/kernel'
import type { Pin } from '../pipeline-starter.ts'
import { demandStarts, refusal, type StarterStage, started, startOf } from './stage.ts'

/** What trying again does not change is answered, with a sentence, and nothing is started. */
export const refusalClauses: Contract<StarterStage> = [
  {
    promise: 'refuses a pipeline that does not exist as pipeline_missing',
    async keep(stage) {
      await refusal(stage, startOf(stage, { pipeline: 'nobody-made-this' }), 'pipeline_missing')
      await demandStarts(stage, 0)
    },
  },
  {
    promise: 'refuses a pipeline that is gone as pipeline_missing, even if it started it before',
    async keep(stage) {
      await started(stage)
      await stage.remove(stage.pipeline)
      await refusal(stage, startOf(stage, { token: 'token-2' }), 'pipeline_missing')
      await demandStarts(stage, 1)
    },
  },
  {
    promise: 'refuses a pipeline that cannot take the pin as pipeline_refused, and never starts it unpinned',
    async keep(stage) {
      await refusal(stage, startOf(stage, { pin: elsewhere(stage.pin) }), 'pipeline_refused')
      await refusal(stage, startOf(stage, { pin: foreign(stage.pin) }), 'pipeline_refused')
      await demandStarts(stage, 0)
    },
  },
  {
    promise: 'refuses a variable the pipeline does not know, and keeps its value to itself',
    async keep(stage) {
      const variables = { 'nobody-declared-this': 'whispered-value' }
      const found = await refusal(stage, startOf(stage, { variables }), 'pipeline_refused')
      demand(!found.includes('whispered-value'), 'told the value')
      await demandStarts(stage, 0)
    },
  },
  {
    promise: 'refuses what it may not do as pipeline_refused, and does not try again',
    async keep(stage) {
      await stage.fault('access_denied_once')
      await refusal(stage, startOf(stage), 'pipeline_refused')
      await demandStarts(stage, 0)
    },
  },
]

/** The same revision, of a source that no action has. */
function elsewhere(pin: Pin): Pin {
  const names = Object.keys(pin.action.configuration)
  const configuration = Object.fromEntries(names.map((name) => [name, 'nobody-has-this']))
  return { ...pin, action: { ...pin.action, configuration } }
}

const foreign = (pin: Pin): Pin => ({ ...pin, action: { ...pin.action, provider: 'NobodyHasThis' } })
