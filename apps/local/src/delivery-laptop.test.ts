import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Decision } from '@sallyport/delivery'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type DeliveryLaptop, deliveryLaptop } from './delivery-laptop.ts'
import { sharedOffset } from './moved-date.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'sallyport-'))
afterAll(() => rmSync(folder, { recursive: true }))

let running: DeliveryLaptop
let decided: Decision[] = []
afterEach(() => running.close())

async function start(rules?: object): Promise<void> {
  decided = []
  const path = join(folder, 'rules.json')
  if (rules !== undefined) writeFileSync(path, JSON.stringify(rules))
  running = await deliveryLaptop({
    port: 0,
    offset: sharedOffset(),
    log: () => undefined,
    onDecided: (decisions) => decided.push(...decisions),
    ...(rules === undefined ? {} : { rules: path }),
  })
}

async function commit(...files: string[]): Promise<void> {
  for (const file of files) await appendFile(join(running.repository, file), 'more\n')
  await run('git', ['-C', running.repository, 'add', '--all'])
  await run('git', ['-C', running.repository, 'commit', '--quiet', '--message', files.join(' ')])
}

const executions = async () => (await (await fetch(running.executions)).json()) as { pipeline: string }[]
const send = (body: string) => fetch(running.events, { method: 'POST', body })

describe("the laptop's second gate", () => {
  it('starts nothing for the readme, and the pipeline for the script', async () => {
    await start()
    await commit('readme.md')
    await expect.poll(() => decided).toMatchObject([{ verdict: 'skip', reason: 'ignored' }])
    expect(await executions()).toEqual([])
    await commit('script.py')
    await expect
      .poll(() => decided.at(-1))
      .toMatchObject({ verdict: 'start', because: { path: 'script.py' } })
    expect(await executions()).toMatchObject([{ pipeline: 'codecommit-events-pipeline' }])
  })

  it("runs the article's other example, with a document of the user's", async () => {
    await start({ config_file_mapping: { 'config_1.json': 'one', 'config_2.json': ['two', 'three'] } })
    expect(running.pipelines).toEqual(['one', 'two', 'three'])
    await commit('config_2.json')
    await expect
      .poll(async () => (await executions()).map(({ pipeline }) => pipeline).toSorted())
      .toEqual(['three', 'two'])
  })

  it('takes events by hand, and says what is wrong with them', async () => {
    await start()
    expect(await (await send('{"sallyport":"reconcile"}')).json()).toHaveProperty('decisions')
    const unsupported = await send('{"hello":"world"}')
    expect(unsupported.status).toBe(500)
    expect(await unsupported.json()).toEqual({
      message: 'event: expected an event with source and detail-type, found one without',
    })
    expect((await send('no JSON')).status).toBe(400)
    expect((await fetch(new URL('/nowhere', running.events))).status).toBe(404)
  })

  it('leaves nothing behind', async () => {
    await start()
    const { repository } = running
    expect(existsSync(repository)).toBe(true)
    await running.close()
    expect(existsSync(repository)).toBe(false)
  })

  it('does not start with rules that cannot be used', async () => {
    await start()
    const offset = sharedOffset()
    const path = join(folder, 'bad.json')
    writeFileSync(path, '{"pipelines":{"web":{"paths":["!x"]}}}')
    const options = { port: 0, offset, log: () => undefined }
    await expect(deliveryLaptop({ ...options, rules: path })).rejects.toThrow('pipelines.web.paths[0]')
    await expect(deliveryLaptop({ ...options, rules: join(folder, 'none.json') })).rejects.toThrow(
      'rules: expected a file',
    )
  })
})
