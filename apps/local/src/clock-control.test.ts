import { afterEach, describe, expect, it } from 'vitest'
import { type ClockControl, clockControl } from './clock-control.ts'
import { sharedOffset } from './moved-date.ts'

let control: ClockControl
afterEach(() => control.close())

const ask = async (query = '', method = 'POST') => {
  const answer = await fetch(`${control.url}${query}`, { method })
  return { status: answer.status, body: (await answer.json()) as { aheadSeconds: number; message: string } }
}

describe('the clock', () => {
  it('moves on, back and home again', async () => {
    control = await clockControl(sharedOffset())
    expect((await ask('?advanceSeconds=400')).body.aheadSeconds).toBe(400)
    expect((await ask('?advanceSeconds=-100')).body.aheadSeconds).toBe(300)
    expect((await ask('', 'GET')).body.aheadSeconds).toBe(300)
    expect((await ask('?reset')).body.aheadSeconds).toBe(0)
  })

  it.each([
    '',
    '?advanceSeconds=',
    '?advanceSeconds=soon',
    '?advanceSeconds=1.5',
    '?advanceSeconds=99999999999',
  ])('says what it expected of %j, and stays where it is', async (query) => {
    control = await clockControl(sharedOffset())
    const { status, body } = await ask(query)
    expect(status).toBe(400)
    expect(body.message).toContain('expected a whole number of seconds')
    expect((await ask('', 'GET')).body.aheadSeconds).toBe(0)
  })

  it('knows no other path', async () => {
    control = await clockControl(sharedOffset())
    const answer = await fetch(new URL('/time', control.url))
    expect(answer.status).toBe(404)
  })
})
