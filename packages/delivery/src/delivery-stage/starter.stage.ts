import { UpstreamUnavailable } from '@sallyport/kernel'
import type { PipelineStarter } from '../ports/pipeline-starter.ts'

/** A pipeline that ran, as the far side has it. */
export interface Execution {
  readonly pipeline: string
  readonly revision: string
  readonly token: string
}

/**
 * What befalls a pipeline: it is not there, it takes no such start, it is too busy, or it is started
 * and the answer is lost.
 */
export type PipelineFault = 'missing' | 'refusing' | 'busy' | 'answer_lost'

export interface MemoryStarter {
  readonly starter: PipelineStarter
  readonly executions: readonly Execution[]
  /** @param times how many starts it befalls; left out, all of them until it is told otherwise */
  readonly befall: (pipeline: string, fault: PipelineFault | undefined, times?: number) => void
}

/**
 * Starts pipelines in memory. It remembers every token, as the contract has it, and whatever befalls a
 * pipeline afterwards: one that ran is neither missing nor busy for its own token.
 */
export function memoryStarter(): MemoryStarter {
  const executions: Execution[] = []
  const faults = new Map<string, { readonly fault: PipelineFault; left: number }>()
  const faultOf = (pipeline: string) => {
    const found = faults.get(pipeline)
    if (found === undefined || found.left === 0) return undefined
    found.left -= 1
    return found.fault
  }
  return {
    executions,
    befall: (pipeline, fault, times = Number.POSITIVE_INFINITY) =>
      void (fault === undefined ? faults.delete(pipeline) : faults.set(pipeline, { fault, left: times })),
    starter: {
      async start({ pipeline, pin, token }) {
        const known = executions.findIndex((each) => each.token === token)
        if (known !== -1) return { outcome: 'started', execution: `e${known + 1}` }
        const fault = faultOf(pipeline)
        if (fault === 'busy') throw new UpstreamUnavailable('codepipeline', { found: 'a busy pipeline' })
        if (fault === 'missing')
          return { outcome: 'refused', reason: 'pipeline_missing', found: 'no pipeline of this name' }
        if (fault === 'refusing')
          return { outcome: 'refused', reason: 'pipeline_refused', found: 'no such source action' }
        const count = executions.push({ pipeline, revision: pin.revisionValue, token })
        if (fault === 'answer_lost') throw new UpstreamUnavailable('codepipeline')
        return { outcome: 'started', execution: `e${count}` }
      },
    },
  }
}
