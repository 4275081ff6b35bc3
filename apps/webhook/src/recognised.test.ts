import { github } from '@sallyport/change-source-github'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commits, push, type Street, street } from './street.stage.ts'

let here: Street
beforeEach(async () => {
  here = await street('events')
})
afterEach(() => here.close())

const { repository, sender } = push
const zeros = '0'.repeat(40)
const main = { kind: 'github', repository: 'acme/shop', ref: 'refs/heads/main' }
const tag = { ...main, ref: 'refs/tags/v1.0' }
const creation = { ref: 'v1.0', ref_type: 'tag', master_branch: 'main', description: 'canary' }

describe('the trigger’s source of GitHub', () => {
  it.each([
    ['push', push, { ...main, happened: 'updated', from: commits.before, to: commits.after }],
    ['push', { ...push, before: zeros, created: true }, { ...main, happened: 'created', to: commits.after }],
    [
      'push',
      { ...push, after: zeros, deleted: true, head_commit: null },
      { ...main, happened: 'deleted', from: commits.before },
    ],
    ['create', { ...creation, repository, sender }, { ...tag, happened: 'created' }],
    ['delete', { ref: 'v1.0', ref_type: 'tag', repository, sender }, { ...tag, happened: 'deleted' }],
    [
      'push',
      { ...push, ref: 'refs/heads/größe-\u{1f6aa}' },
      {
        ...main,
        ref: 'refs/heads/größe-\u{1f6aa}',
        happened: 'updated',
        from: commits.before,
        to: commits.after,
      },
    ],
  ])('recognises a %s that came through the queue', async (event, payload, revision) => {
    const { send } = await here.open('universal', {
      SALLYPORT_CONFIG: JSON.stringify({
        secrets: [{ env: 'WEBHOOK_SECRET' }],
        queue: { use: 'sqs', url: here.queueUrl },
      }),
    })
    expect(await send(payload, { event })).toMatchObject({ outcome: 'forwarded' })
    expect(here.events().map((message) => github().recognise(message))).toEqual([revision])
  })
})
