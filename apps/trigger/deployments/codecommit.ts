import { codecommit } from '@sallyport/change-source-codecommit'
import { settings } from '@sallyport/composition'
import { file } from '@sallyport/document-file'
import { trigger } from '@sallyport/entrance-eventbridge'
import { dynamodb } from '@sallyport/ledger-dynamodb'
import { codepipeline } from '@sallyport/pipeline-codepipeline'
import { gateOf } from '../src/gate.ts'
import { beside } from '../src/lock-place.ts'
import { observation } from '../src/observation.ts'

const { text, seconds } = settings(process.env)
const { report, notify } = observation()

const gate = gateOf(
  {
    sources: [codecommit({})],
    ledger: dynamodb({ table: text('LEDGER_TABLE') }),
    pipelines: codepipeline({}),
  },
  {
    store: file({ path: text('RULES_FILE') }),
    lock: file({ path: beside(text('RULES_FILE')) }),
    freshForSeconds: seconds('RULES_FRESH_SECONDS', { otherwise: 60, most: 86_400 }),
    staleForSeconds: 3600,
  },
  { clock: { now: Date.now }, notify },
)

export const handler = trigger({ gate, report })
