export { type GithubWebhook, type GithubWebhookOptions, githubWebhook } from './github-webhook.ts'
export type { WebhookAnswer, WebhookOutcome } from './webhook-answer.ts'
export type { WebhookRecord } from './webhook-record.ts'
