import { type Contract, demand } from '@sallyport/kernel'
import { demandStarts, type StarterStage, started, startOf } from './stage.ts'

/** What a start does, and how often. */
export const startClauses: Contract<StarterStage> = [
  {
    promise: 'starts the pipeline with the revision pinned',
    async keep(stage) {
      const execution = await started(stage)
      const [start, ...others] = await stage.starts()
      demand(start !== undefined && others.length === 0, 'did not start it once')
      demand(start.pipeline === stage.pipeline, `started ${start.pipeline}`)
      demand(start.execution === execution, 'answered another execution')
      demand(start.revisions.join() === stage.pin.revisionValue, 'did not pin the revision')
    },
  },
  {
    promise: 'starts once for a token used twice, and answers the same execution',
    async keep(stage) {
      const first = await started(stage)
      demand((await started(stage)) === first, 'answered another execution')
      await demandStarts(stage, 1)
    },
  },
  {
    promise: 'starts once for a token used many times at once',
    async keep(stage) {
      const executions = await Promise.all(Array.from({ length: 5 }, () => started(stage)))
      demand(new Set(executions).size === 1, 'answered several executions')
      await demandStarts(stage, 1)
    },
  },
  {
    promise: 'starts twice for two tokens',
    async keep(stage) {
      const first = await started(stage)
      demand((await started(stage, { token: 'token-2' })) !== first, 'answered the same execution')
      await demandStarts(stage, 2)
    },
  },
  {
    promise: 'starts once when the answer is lost and the token is used again',
    async keep(stage) {
      await stage.fault('answer_lost')
      await stage.starter.start(startOf(stage)).catch(() => undefined)
      const execution = await started(stage)
      await demandStarts(stage, 1)
      demand((await stage.starts())[0]?.execution === execution, 'answered another execution')
    },
  },
  {
    promise: 'hands variables over to the letter',
    async keep(stage) {
      const value = 'släppt "i går" $(x)\n'
      await started(stage, { variables: { [stage.variable]: value } })
      demand((await stage.starts())[0]?.variables[stage.variable] === value, 'changed the value')
    },
  },
]
