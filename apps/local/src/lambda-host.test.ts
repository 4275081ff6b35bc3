import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { type LambdaHost, lambdaHost } from './lambda-host.ts'
import { sharedOffset } from './moved-date.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-'))
const hosts: LambdaHost[] = []
afterEach(async () => void (await Promise.all(hosts.splice(0).map((each) => each.close()))))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
async function host(source: string, environment: Record<string, string> = {}) {
  const file = join(folder, `bundle-${count++}.mjs`)
  writeFileSync(file, source)
  const offset = sharedOffset()
  const logged: string[] = []
  const started = await lambdaHost({
    bundle: pathToFileURL(file).href,
    offset,
    environment,
    log: (text) => logged.push(text),
  })
  hosts.push(started)
  return { ...started, offset, logged }
}

describe('a function in a thread', () => {
  it('gets and gives what survives JSON', async () => {
    const { invoke } = await host(
      'export const handler = async (event) => ({ event, gone: undefined, at: new Date(0) })',
    )
    expect(await invoke({ a: [1, null] })).toEqual({
      event: { a: [1, null] },
      at: '1970-01-01T00:00:00.000Z',
    })
  })

  it('sees the environment it was given and no other', async () => {
    const { invoke } = await host('export const handler = async () => process.env', { OWN: 'yes' })
    const seen = await invoke(null)
    expect(seen).toMatchObject({ OWN: 'yes' })
    expect(seen).not.toHaveProperty('PATH')
  })

  it('fails with its own message', async () => {
    const { invoke } = await host("export const handler = async () => { throw new Error('Unauthorized') }")
    await expect(invoke({})).rejects.toThrow(/^Unauthorized$/)
  })

  it('answers calls that overlap each to its caller', async () => {
    const { invoke } = await host(
      'export const handler = (event) => new Promise((resolve) => setTimeout(resolve, 20 - event, event))',
    )
    expect(await Promise.all([1, 15, 8].map((event) => invoke(event)))).toEqual([1, 15, 8])
  })

  it('lives in the time that was set', async () => {
    const { invoke, offset } = await host(
      'export const handler = async () => [Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date]',
    )
    Atomics.store(offset, 0, 3_600_000n)
    const [now, made, given, isDate] = (await invoke({})) as [number, number, number, boolean]
    expect(Math.abs(now - Date.now() - 3_600_000)).toBeLessThan(60_000)
    expect(Math.abs(made - now)).toBeLessThan(60_000)
    expect([given, isDate]).toEqual([5, true])
  })

  it('hands on what it logs', async () => {
    const { invoke, logged } = await host("export const handler = async () => console.log('seen')")
    await invoke({})
    await vi.waitFor(() => expect(logged.join('')).toContain('seen'))
  })

  it('does not start when its bundle does not', async () => {
    await expect(host("throw new Error('no configuration')")).rejects.toThrow('no configuration')
  })

  it('gives up the calls under way when it ends', async () => {
    const { invoke, close } = await host('export const handler = () => new Promise(() => {})')
    const call = invoke({})
    await close()
    await expect(call).rejects.toThrow('Runtime exited')
    await expect(invoke({})).rejects.toThrow('Runtime exited')
  })
})
