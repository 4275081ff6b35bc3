import { ConfigurationInvalid } from '@sallyport/kernel'
import { afterAll, describe, expect, it } from 'vitest'
import { type GithubWebhookOptions, githubWebhook } from './github-webhook.ts'
import { create, deletion, push, secret } from './payload.stage.ts'
import { receiver } from './receiver.stage.ts'

const good = { secrets: [secret], forward: async () => undefined, report: () => undefined }

function invalid(options: object): ConfigurationInvalid | undefined {
  try {
    githubWebhook(options as GithubWebhookOptions)
    return undefined
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error
    throw error
  }
}

const faultsOf = (options: object) => invalid(options)?.issues.map(({ path }) => path.join('.')) ?? []

describe('options', () => {
  it('are good with secrets, a queue and somebody to tell', () => {
    expect(faultsOf(good)).toEqual([])
    expect(
      faultsOf({ ...good, repositories: ['acme/shop', 'acme/*'], forwardWithinMilliseconds: 1 }),
    ).toEqual([])
  })

  it.each([
    [{ secrets: undefined }, ['secrets']],
    [{ secrets: [] }, ['secrets']],
    [{ secrets: 'canary' }, ['secrets']],
    [{ secrets: ['', 7, 'good'] }, ['secrets.0', 'secrets.1']],
    [{ forward: undefined, report: 'x' }, ['forward', 'report']],
    [{ repositories: [] }, ['repositories']],
    [
      { repositories: ['acme', '*/*', 'acme/shop/x', '*', 'acme/sh*'] },
      [0, 1, 2, 3, 4].map((at) => `repositories.${at}`),
    ],
    [{ forwardWithinMilliseconds: 0 }, ['forwardWithinMilliseconds']],
    [{ forwardWithinMilliseconds: 10_001 }, ['forwardWithinMilliseconds']],
    [{ secret: 'canary' }, ['secret']],
  ])('%j are complained of', (change, paths) => {
    expect(faultsOf({ ...good, ...change })).toEqual(paths)
  })

  it('are complained of all at once, with a guess, and without a secret', () => {
    const failure = invalid({ secrets: 'canary', secretz: ['canary'], forward: good.forward })
    expect(failure?.issues.map(({ path }) => path.join('.'))).toEqual(['secrets', 'report', 'secretz'])
    expect(failure?.message).toContain('did you mean "secrets"?')
    expect(failure?.message).not.toContain('canary')
  })
})

describe('what is told', () => {
  let close: () => Promise<unknown>
  afterAll(() => close())

  it('has nothing of a payload, a secret or a signature, whatever is sent', async () => {
    const webhook = await receiver({ repositories: ['acme/shop'] })
    close = webhook.close
    for (const [event, payload] of Object.entries({ push, create, delete: deletion, ping: push }))
      for (const delivery of ['d-1', 'd-2'])
        await webhook.send({ body: JSON.stringify(payload), event, delivery })
    await webhook.send({ body: '{"canary":' })
    await webhook.send({ body: JSON.stringify(push), headers: { 'x-hub-signature-256': 'sha256=canary' } })
    const told = JSON.stringify(webhook.records)
    expect(webhook.records).toHaveLength(10)
    for (const word of ['canary', secret, 'sha256', 'acme', 'refs/', 'main', push.after, 'codertocat'])
      expect(told).not.toContain(word)
  })
})
