import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { commandLine } from './command-line.stage.ts'

const { run, start, write, remove } = commandLine()
afterAll(remove)

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

// oxlint-disable-next-line no-control-regex
const ansi = /\u001b/

describe('sallyport', childProcesses, () => {
  it('lists its commands when asked for help, on stdout, and is done', async () => {
    const { code, stdout, stderr } = await run(['--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/check.*explain.*backtest.*dev.*Exit codes/s)
    expect(stderr).toBe('')
  })

  it('tells its version', async () => {
    const { code, stdout } = await run(['--version'])
    expect([code, stdout.trim()]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+$/)])
  })

  it.each([
    ['no command', [], /Usage:/],
    ['a command misspelt', ['chek'], /Did you mean check\?/],
    ['an option misspelt', ['check', '--jso', 'a.json'], /Did you mean --json\?/],
    ['a missing argument', ['check'], /missing required argument 'file'/],
    ['a missing option', ['explain', 'call'], /--config/],
    ['half a command', ['explain'], /call.*change/s],
    ['half another', ['rules'], /lock/],
    ['a change without its event', ['explain', 'change', '--config', 'c.json'], /--event/],
    ['a history without rules', ['backtest'], /--rules/],
    [
      'a port that is none',
      ['dev', '--port', 'high'],
      /--port: expected a port from 0 to 65535, found "high"/,
    ],
  ])('answers %s with 2, on stderr', async (_, args, complaint) => {
    const { code, stdout, stderr } = await run(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(complaint)
  })

  it.each([
    ['as an option', ['explain', 'call', '--config', 'c.json', '--token', 'canary-token']],
    ['as a value', ['explain', 'call', '--config', 'c.json', '--token=canary-token']],
    ['as an argument', ['explain', 'call', '--config', 'c.json', 'canary-token']],
  ])('takes no token %s, and does not repeat it', async (_, args) => {
    const { code, stdout, stderr } = await run(args)
    expect(code).toBe(2)
    expect(stdout + stderr).not.toContain('canary')
  })

  it.each([[{}], [{ NO_COLOR: '1' }], [{ FORCE_COLOR: '1' }]])(
    'writes no colours into a pipe, with %j',
    async (environment) => {
      write('bad.yaml', 'grantz: []\n')
      const { stdout, stderr } = await run(['check', 'bad.yaml', 'absent.yaml'], { environment })
      expect(stdout + stderr).not.toMatch(ansi)
    },
  )

  it('bears a reader that goes away', async () => {
    const child = start(['check', 'bad.yaml'])
    child.stdout?.destroy()
    const complaints = child.stderr === null ? Promise.resolve('') : text(child.stderr)
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect([code, await complaints]).toEqual([3, ''])
  })
})
