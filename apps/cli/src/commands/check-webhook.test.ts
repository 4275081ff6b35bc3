import { afterAll, describe, expect, it } from 'vitest'
import { commandLine } from '../command-line.stage.ts'

const { run, write, remove } = commandLine()
afterAll(remove)

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

const url = 'https://sqs.eu-west-1.amazonaws.com/111122223333/events.fifo'

describe('sallyport check of a webhook', childProcesses, () => {
  it('finds a good configuration good, without its secrets', async () => {
    write(
      'webhook.json',
      JSON.stringify({
        secrets: [
          { env: 'NOWHERE' },
          { secretsManager: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:w' },
        ],
        queue: { use: 'sqs', url },
        ledger: { use: 'dynamodb', table: 'sallyport' },
        repositories: ['acme/*'],
      }),
    )
    const { code, stdout, stderr } = await run(['check', 'webhook.json'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(
      'webhook.json: webhook configuration, good; 2 secrets; queue sqs; deliveries in dynamodb; 1 repository pattern\n',
    )
  })

  it('tells of what stands for what is left out', async () => {
    write('least.json', JSON.stringify({ secrets: [{ env: 'A' }], queue: { use: 'sqs', url } }))
    const { stdout } = await run(['check', 'least.json'])
    expect(stdout).toContain('1 secret; queue sqs; deliveries in each process; every repository\n')
  })

  it('finds a secret that is written out, and every other fault, without repeating it', async () => {
    write('written.json', JSON.stringify({ secrets: ['canary'], queue: { use: 'sqs', url } }))
    const written = await run(['check', 'written.json'])
    expect(written.code).toBe(3)
    expect(written.stdout).toContain('secrets[0]')
    write(
      'faults.json',
      JSON.stringify({ secrets: [{ env: 'A' }], queue: { use: 'sqs' }, repositories: ['shop'] }),
    )
    const faults = await run(['check', 'faults.json'])
    expect(faults.code).toBe(3)
    for (const place of ['queue.url', 'repositories[0]']) expect(faults.stdout).toContain(place)
    write(
      'ledger.json',
      JSON.stringify({
        secrets: [{ env: 'A' }],
        queue: { use: 'sqs', url },
        ledger: { use: 'memory', table: 'x' },
      }),
    )
    expect((await run(['check', 'ledger.json'])).stdout).toContain(
      'ledger.table: expected a member that is known',
    )
    expect(`${written.stdout}${written.stderr}`).not.toContain('canary')
  })
})
