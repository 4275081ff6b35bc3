import type { Contract } from '@sallyport/kernel'
import {
  demandStarts,
  demandUnavailable,
  type StarterFault,
  type StarterStage,
  started,
  startOf,
} from './stage.ts'

/** What may go better later is no refusal. */
export const outageClauses: Contract<StarterStage> = [
  {
    promise: 'survives throttling that passes',
    async keep(stage) {
      await stage.fault('throttled_once')
      await started(stage)
      await demandStarts(stage, 1)
    },
  },
  ...lasting('throttled', 'fails with UpstreamUnavailable when throttling does not pass'),
  ...lasting('unreachable', 'fails with UpstreamUnavailable when nobody answers'),
  ...lasting('busy', 'fails with UpstreamUnavailable when the pipeline is busy'),
  ...lasting('full', 'fails with UpstreamUnavailable when too many executions are under way'),
]

/** It fails, it started nothing, and afterwards the same token starts once. */
function lasting(fault: StarterFault, promise: string): Contract<StarterStage> {
  return [
    {
      promise: `${promise}, and starts once when that is over`,
      async keep(stage) {
        await stage.fault(fault)
        await demandUnavailable(stage, startOf(stage))
        await demandStarts(stage, 0)
        await stage.fault('none')
        await started(stage)
        await started(stage)
        await demandStarts(stage, 1)
      },
    },
  ]
}
