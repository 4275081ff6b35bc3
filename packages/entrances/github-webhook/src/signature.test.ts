import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { GithubWebhookOptions } from './github-webhook.ts'
import { push, secret, signatureOf } from './payload.stage.ts'
import { type Receiver, receiver } from './receiver.stage.ts'
import { isSigned } from './signature.ts'

const open: Receiver[] = []
afterEach(() => Promise.all(open.splice(0).map(({ close }) => close())))

async function received(options: Partial<GithubWebhookOptions> = {}): Promise<Receiver> {
  const webhook = await receiver(options)
  open.push(webhook)
  return webhook
}

const body = JSON.stringify(push)
const signature = 'x-hub-signature-256'

describe('a signature', () => {
  it.each([
    ['of another body', { [signature]: signatureOf(`${body} `) }],
    ['of another secret', { [signature]: signatureOf(body, 'another secret') }],
    ['of an empty secret', { [signature]: signatureOf(body, '\0') }],
    ['that is missing', { [signature]: undefined }],
    ['that is empty', { [signature]: '' }],
    [
      'of SHA-1 only',
      {
        [signature]: undefined,
        'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
      },
    ],
    [
      'of SHA-1 in its place',
      { [signature]: `sha1=${createHmac('sha1', secret).update(body).digest('hex')}` },
    ],
    ['that ends early', { [signature]: signatureOf(body).slice(0, -1) }],
    ['that goes on', { [signature]: `${signatureOf(body)}0` }],
    ['without its name', { [signature]: signatureOf(body).slice('sha256='.length) }],
    ['in capitals', { [signature]: signatureOf(body).toUpperCase() }],
    ['said twice', { [signature]: `${signatureOf(body)}, ${signatureOf(body)}` }],
    ['of letters that are no digits', { [signature]: `sha256=${'z'.repeat(64)}` }],
  ])('%s is refused, and leaves a count', async (_, headers) => {
    const { send, forwarded, records } = await received()
    expect(await send({ body, headers })).toMatchObject({ status: 401, outcome: 'unauthorized' })
    expect(forwarded).toEqual([])
    expect(records.map((record) => Object.keys(record).toSorted())).toEqual([
      ['gate', 'latencyMilliseconds', 'outcome', 'record'],
    ])
  })

  it('is looked at before anything is read', async () => {
    const { send } = await received()
    for (const event of ['push', 'ping', 'pull_request'])
      expect(await send({ body: '{', event, headers: { [signature]: signatureOf('x') } })).toMatchObject({
        status: 401,
      })
  })

  it('is of the bytes, whatever letters they are', async () => {
    const { send, forwarded } = await received()
    const odd = JSON.stringify({ ...push, ref: 'refs/heads/gr\u00f6\u00dfe-\u{1f6aa}-o\u0308\u2028' })
    expect(await send({ body: odd })).toMatchObject({ status: 202 })
    expect(forwarded[0]?.event['detail']).toMatchObject({
      ref: 'refs/heads/gr\u00f6\u00dfe-\u{1f6aa}-o\u0308\u2028',
    })
  })

  it('is of the bytes, however many spaces and escapes', async () => {
    const { send } = await received()
    const spaced = JSON.stringify(push, undefined, 4)
      .replaceAll('\n', '\r\n')
      .replaceAll('main', '\\u006dain')
    expect(await send({ body: spaced })).toMatchObject({ status: 202 })
  })

  it('is of the bytes that base64 stands for', async () => {
    const { send } = await received()
    const headers = { 'content-type': 'application/octet-stream' }
    expect(await send({ body, headers })).toMatchObject({ status: 202 })
    const ofText = signatureOf(Buffer.from(body).toString('base64'))
    expect(await send({ body, headers: { ...headers, [signature]: ofText } })).toMatchObject({ status: 401 })
  })

  it('of bytes that are no UTF-8 is not GitHub’s', async () => {
    const { send } = await received()
    const bytes = Buffer.concat([Buffer.from(body.slice(0, -1)), Buffer.from([0xff, 0xfe, 0x7d])])
    const headers = { 'content-type': 'application/octet-stream' }
    expect(await send({ body: bytes, headers })).toMatchObject({ status: 401 })
  })

  it('may be of any secret while one takes the place of the other', async () => {
    const { send } = await received({ secrets: ['the new secret', 'the old secret'] })
    for (const key of ['the new secret', 'the old secret'])
      expect(
        await send({
          body,
          delivery: key.replaceAll(' ', '-'),
          headers: { [signature]: signatureOf(body, key) },
        }),
      ).toMatchObject({ status: 202 })
    expect(await send({ body, headers: { [signature]: signatureOf(body) } })).toMatchObject({ status: 401 })
  })

  it('does not hold for any other bytes', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 64 })
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'binary' }), bytes, bytes, async (key, one, other) => {
        const isSame = Buffer.compare(one, other) === 0
        const found = await isSigned(Buffer.from(other), signatureOf(Buffer.from(one), key), [key])
        if (found && !isSame) throw new Error('took a signature for another')
      }),
    )
  })

  it('holds for the text it was made for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        async (key, text) => {
          const bytes = Buffer.from(text)
          expect(await isSigned(bytes, signatureOf(bytes, key), ['another', key])).toBe(true)
        },
      ),
    )
  })
})

describe('headers', () => {
  it('are known in any case', async () => {
    const { send } = await received()
    const headers = {
      'x-github-event': undefined,
      'x-github-delivery': undefined,
      [signature]: undefined,
      'X-GITHUB-EVENT': 'push',
      'X-Github-Delivery': 'd',
      'X-hub-signature-256': signatureOf(body),
    }
    expect(await send({ body, headers })).toMatchObject({ status: 202 })
  })

  it.each([
    ['no event', { 'x-github-event': undefined }],
    ['an event that is no word', { 'x-github-event': 'push; rm' }],
    ['no delivery', { 'x-github-delivery': undefined }],
    ['a delivery that is no word', { 'x-github-delivery': 'a b' }],
    ['a delivery without end', { 'x-github-delivery': 'x'.repeat(65) }],
  ])('with %s are malformed', async (_, headers) => {
    const { send, forwarded } = await received()
    expect(await send({ body, headers })).toMatchObject({ status: 400 })
    expect(forwarded).toEqual([])
  })
})
