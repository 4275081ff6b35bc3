import { settings } from '@sallyport/composition'
import { githubWebhook } from '@sallyport/entrance-github-webhook'
import { dynamodb } from '@sallyport/ledger-dynamodb'
import { sqs } from '@sallyport/queue-sqs'
import { observation } from '../src/observation.ts'

const { text, optional } = settings(process.env)
const { report } = observation()
const { before } = optional('before', 'WEBHOOK_SECRET_BEFORE')
const { table } = optional('table', 'LEDGER_TABLE')
const { repositories } = optional('repositories', 'REPOSITORIES')

export const handler = githubWebhook({
  secrets: [text('WEBHOOK_SECRET'), ...(before === undefined ? [] : [before])],
  forward: sqs({ queueUrl: text('QUEUE_URL') }).forward,
  report,
  ...(table === undefined ? {} : { deliveries: dynamodb({ table }) }),
  ...(repositories === undefined ? {} : { repositories: repositories.split(',').map((name) => name.trim()) }),
})
