import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

async function start(rules?: object, documents: 'file' | 's3' = 'file'): Promise<void> {
  decided = []
  const path = join(folder, 'rules.json')
  if (rules !== undefined) writeFileSync(path, JSON.stringify(rules))
  running = await deliveryLaptop({
    ports: [0, 0, 0],
    documents,
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
const own = (source: string) => decided.filter((decision) => decision.source === source)
const zip = { encoding: 'buffer' } as const
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

  it('tells of commits by the names that rules have for the repository', async () => {
    const sources = { shop: { codecommit: 'shop' }, store: { codecommit: 'store' } }
    await start({ sources, pipelines: { one: { from: ['shop'] }, two: { from: ['store'] } } })
    await commit('script.py')
    await expect
      .poll(async () => (await executions()).map(({ pipeline }) => pipeline).toSorted())
      .toEqual(['one', 'two'])
  })

  it.each(['file', 's3'] as const)('decides by the lock beside the rules, read as %s', async (documents) => {
    const api = { directory: 'apps/api', dependsOn: [] }
    const lock = { lockVersion: 1, packages: { '@acme/api': api }, shared: [] }
    writeFileSync(join(folder, 'rules.lock.json'), JSON.stringify(lock))
    const sources = { shop: { codecommit: 'shop' } }
    await start({ sources, pipelines: { api: { from: ['shop'], workspace: '@acme/api' } } }, documents)
    await commit('script.py')
    await expect.poll(() => decided).toMatchObject([{ verdict: 'skip', reason: 'unmapped' }])
    rmSync(join(folder, 'rules.lock.json'))
  })

  it("runs the article's first example unchanged", async () => {
    await start(JSON.parse(readFileSync(new URL('../documents/article-rules.json', import.meta.url), 'utf8')))
    await commit('readme.md')
    await expect.poll(() => decided).toMatchObject([{ verdict: 'skip', reason: 'ignored' }])
    await commit('script.py')
    await expect
      .poll(async () => (await executions()).map(({ pipeline }) => pipeline))
      .toEqual(['codecommit-events-pipeline'])
  })

  it('decides on archives that are uploaded, by what changed in them', async () => {
    await start()
    const [artefact = ''] = running.artefacts
    const upload = async () => {
      const archive = await run('git', ['-C', running.repository, 'archive', '--format=zip', 'HEAD'], zip)
      expect((await fetch(artefact, { method: 'PUT', body: archive.stdout })).status).toBe(200)
    }
    await upload()
    const source = 's3:artefacts'
    await expect
      .poll(() => decided)
      .toMatchObject([{ source, pipeline: 'artefact-pipeline', verdict: 'start' }])
    await commit('readme.md')
    await upload()
    await expect.poll(() => own(source)).toHaveLength(2)
    expect(own(source).at(-1)).toMatchObject({ verdict: 'skip', reason: 'ignored' })
    await commit('script.py')
    await upload()
    await expect.poll(() => own(source)).toHaveLength(3)
    expect(own(source).at(-1)).toMatchObject({ verdict: 'start', because: { path: 'script.py' } })
  })

  it('decides on images that are pushed, and not on a rebuild of the same layers', async () => {
    await start()
    const [image = ''] = running.images
    const push = async (tag: string, body: string) => {
      const answer = await fetch(`${image}:${tag}`, { method: 'POST', body })
      expect(await answer.json()).toMatchObject({ repository: 'web', tag })
    }
    await push('v1', 'one')
    await expect.poll(() => decided).toMatchObject([{ source: 'ecr:web', verdict: 'start' }])
    await push('v2', 'one')
    await expect.poll(() => decided.at(-1)).toMatchObject({ verdict: 'skip', reason: 'no_change' })
    await push('v3', 'two')
    await expect.poll(() => decided.at(-1)).toMatchObject({ verdict: 'start', reason: 'matched' })
    expect((await fetch(new URL('/images/unknown:v1', running.events), { method: 'POST' })).status).toBe(404)
  })

  it('decides on pushes to GitHub, told by signed webhooks through the queue, and turns others away', async () => {
    await start()
    const { repository, webhook } = running.github
    const edit = async (file: string) => {
      await appendFile(join(repository, file), 'more\n')
      await run('git', ['-C', repository, 'commit', '--quiet', '--all', '--message', file])
    }
    await edit('readme.md')
    await expect.poll(() => decided).toMatchObject([{ source: 'github:acme/sample', verdict: 'skip' }])
    await edit('script.py')
    await expect
      .poll(() => decided.at(-1))
      .toMatchObject({ verdict: 'start', because: { path: 'script.py' } })
    expect(await executions()).toMatchObject([{ pipeline: 'github-pipeline' }])
    const forged = { 'X-GitHub-Event': 'push', 'X-GitHub-Delivery': '1', 'X-Hub-Signature-256': 'sha256=00' }
    expect((await fetch(webhook.url, { method: 'POST', headers: forged, body: '{}' })).status).toBe(401)
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
    const options = { ports: [0, 0, 0] as const, documents: 'file' as const, offset, log: () => undefined }
    await expect(deliveryLaptop({ ...options, rules: path })).rejects.toThrow('pipelines.web.paths[0]')
    await expect(deliveryLaptop({ ...options, rules: join(folder, 'none.json') })).rejects.toThrow(
      'rules: expected a file',
    )
  })
})
