import { type ChildProcess, exec } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { commandLine, ended } from '../command-line.stage.ts'

const { run, start, write, remove } = commandLine()
let children: ChildProcess[] = []
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
})
afterAll(remove)

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

interface Ready {
  readonly gateway: string
  readonly tokenEndpoint: string
  readonly trigger: {
    readonly repository: string
    readonly events: string
    readonly executions: string
    readonly pipelines: readonly string[]
  }
  readonly clients: Readonly<
    Record<string, { readonly id: string; readonly secret: string; readonly scopes: string[] }>
  >
}

function started(...args: string[]): ChildProcess {
  const child = start(['dev', ...args])
  children.push(child)
  return child
}

/** What was on stdout once it held this. */
async function heard({ stdout }: ChildProcess, wanted: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(chunk)
    if (wanted.test(text)) return text
  }
  throw new Error(`stdout: expected ${String(wanted)}, found ${text}`)
}

async function tokenOf({ tokenEndpoint, clients }: Ready): Promise<string> {
  const { id, secret, scopes } = clients['member'] ?? { id: '', secret: '', scopes: [] }
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

describe('sallyport dev', childProcesses, () => {
  it('prints one JSON line when ready, and nothing else whatever comes', async () => {
    const child = started('--json')
    const line = await heard(child, /\n/)
    const ready = JSON.parse(line) as Ready
    const members = ['gateway', 'issuer', 'tokenEndpoint', 'clients', 'resource', 'clock', 'trigger']
    expect(Object.keys(ready)).toEqual(members)
    const sources = ['repository', 'events', 'executions', 'artefacts', 'images', 'github']
    expect(Object.keys(ready.trigger)).toEqual([...sources, 'pipelines'])
    const answer = await fetch(`${ready.gateway}/my-resource`, {
      headers: { Authorization: `Bearer ${await tokenOf(ready)}` },
    })
    expect(answer.status).toBe(200)
    const end = ended(child)
    child.kill('SIGTERM')
    expect(await end).toMatchObject({ code: 0, stdout: '' })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'shows people what to try, then each request, until %s',
    async (signal) => {
      const child = started()
      const page = await heard(child, /Requests and decisions:\n/)
      expect(page).toMatch(/# 200.*# 403.*# no token: 401.*# a malformed one: 401.*advanceSeconds=400/s)
      const gateway = /gateway +(\S+)/.exec(page)?.[1] ?? ''
      expect((await fetch(`${gateway}/my-resource`)).status).toBe(401)
      expect(await heard(child, /\n/)).toMatch(
        /^\d\d:\d\d:\d\d {2}GET \/my-resource {2}401 {2}cache not asked\n$/,
      )
      const end = ended(child)
      child.kill(signal)
      expect((await end).code).toBe(0)
    },
  )

  it('serves the permissions it is given', async () => {
    write('own.json', {
      api: { arn: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3', stage: 'prod' },
      scopes: { a: ['GET /a/{id}'] },
    })
    const ready = JSON.parse(await heard(started('--json', '--permissions', 'own.json'), /\n/)) as Ready
    expect(ready.gateway).toMatch(/\/prod$/)
    expect(
      (await fetch(`${ready.gateway}/a/1`, { headers: { Authorization: `Bearer ${await tokenOf(ready)}` } }))
        .status,
    ).toBe(200)
  })

  it('shows the try lines for changes, and each decision as it is made', async () => {
    const child = started()
    const page = await heard(child, /Requests and decisions:\n/)
    const attempt = (about: string) => new RegExp(`# ${about}.*\\n +(.*)\\n`).exec(page)?.[1] ?? ''
    await promisify(exec)(attempt('the readme alone: starts nothing'))
    expect(await heard(child, /\n/)).toMatch(
      /^\d\d:\d\d:\d\d {2}codecommit-events-pipeline {2}skip {2}ignored {2}"readme\.md" by readme\.md {2}/,
    )
    await promisify(exec)(attempt('the script: starts codecommit-events-pipeline'))
    expect(await heard(child, /\n/)).toMatch(
      /codecommit-events-pipeline {2}start {2}matched {2}"script\.py" {2}\w{7}\.\.\w{7} {2}execution \S+\n$/,
    )
    const executions = /curl (\S+)/.exec(attempt('what was started'))?.[1] ?? ''
    expect(await (await fetch(executions)).json()).toMatchObject([{ pipeline: 'codecommit-events-pipeline' }])
    await promisify(exec)(attempt('an archive of the repository, uploaded to S3'))
    expect(await heard(child, /\n/)).toMatch(/artefact-pipeline {2}start {2}matched/)
    await promisify(exec)(attempt('an image pushed to ECR'))
    expect(await heard(child, /\n/)).toMatch(/image-pipeline {2}start {2}unknown_base/)
    await promisify(exec)(attempt('a push to GitHub, told by a signed webhook'))
    expect(await heard(child, /\n/)).toMatch(/github-pipeline {2}start {2}matched {2}"script\.py"/)
    const { stdout } = await promisify(exec)(attempt('the same webhook by hand'))
    expect(stdout).toMatch(/^HTTP\/1\.1 202/)
    expect(await heard(child, /\n/)).toMatch(/github-pipeline {2}skip {2}duplicate/)
  })

  it('sends pushes, and the one by hand, as of every repository on GitHub that its rules name', async () => {
    const sources = { one: { github: 'acme/one' }, two: { github: 'acme/two' } }
    write('hub.json', { sources, pipelines: { first: { from: 'one' }, second: { from: 'two' } } })
    const child = started('--rules', 'hub.json')
    const page = await heard(child, /Requests and decisions:\n/)
    const attempt = (about: string) => new RegExp(`# ${about}.*\\n +(.*)\\n`).exec(page)?.[1] ?? ''
    await promisify(exec)(attempt('a push to GitHub, told by a signed webhook'))
    const lines = `${await heard(child, /\n/)}${await heard(child, /\n/)}`
    expect(lines).toMatch(/first {2}start/)
    expect(lines).toMatch(/second {2}start/)
    const { stdout } = await promisify(exec)(attempt('the same webhook by hand'))
    expect(stdout).toMatch(/^HTTP\/1\.1 202/)
    expect(await heard(child, /\n/)).toMatch(/first {2}skip {2}duplicate/)
  })

  it('decides by the rules it is given', async () => {
    write('rules.json', { pipelines: { one: { paths: ['*.py'] }, two: { paths: ['*.md'] } } })
    const child = started('--rules', 'rules.json')
    const page = await heard(child, /Requests and decisions:\n/)
    expect(page).toMatch(/pipelines +one, two\n/)
    expect(page).not.toMatch(/starts nothing/)
    await promisify(exec)(/# the script\n +(.*)\n/.exec(page)?.[1] ?? '')
    const lines = await heard(child, /one.*\n.*two|two.*\n.*one.*\n/)
    expect(lines).toMatch(/ {2}one {2}start {2}matched {2}"script\.py" by \*\.py {2}/)
    expect(lines).toMatch(/ {2}two {2}skip {2}unmapped {2}/)
  })

  it('answers bad rules and bad permissions with 3, of both at once', async () => {
    write('bad.json', '{\n "deny": ["GTE /"]\n}')
    write('bad-rules.json', '{\n "pipelins": {}\n}')
    const { code, stderr } = await run(['dev', '--permissions', 'bad.json', '--rules', 'bad-rules.json'])
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^bad\.json:2:11: fault: deny\[0\]: .*\n(?:.*\n)*bad-rules\.json:2:2: fault: pipelins: /,
    )
  })

  it('answers bad permissions with 3 and their faults', async () => {
    write('bad.json', '{\n "deny": ["GTE /"]\n}')
    const { code, stdout, stderr } = await run(['dev', '--permissions', 'bad.json'])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/^bad\.json:2:11: fault: deny\[0\]: /)
  })

  it('answers a port in use with 2 and one clear message', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const { code, stdout, stderr } = await run(['dev', '--port', String(port)])
    server.close()
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe(`port: expected a free port, found ${port} in use\n`)
  })
})
