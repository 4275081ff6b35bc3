import { execFileSync } from 'node:child_process'
import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Ledger, LedgerEntry } from '@sallyport/delivery'
import { ledgerContract } from '@sallyport/delivery/contracts'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file } from './file.ts'

const now = 1_764_064_800_000
const fifteenDays = 15 * 24 * 60 * 60 * 1000
const main = { kind: 'git', repository: 'shop', ref: 'refs/heads/main' } as const
const entry = (edition = 1, pipeline = 'web'): LedgerEntry => ({ key: { ...main, pipeline }, edition })

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-file-'))
  path = join(folder, 'ledger.jsonl')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (mostWastedLines = 1000, at = now): Ledger =>
  file({ path, mostWastedLines, clock: { now: () => at } })

const read = (ledger: Ledger, pipeline = 'web') => ledger.read(main, [pipeline])

const failureOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => undefined,
    (failure: unknown) => failure,
  )

const linesThere = async () => (await readFile(path, 'utf8')).split('\n').slice(0, -1)

async function writeEditions(ledger: Ledger, first: number, last: number): Promise<void> {
  for (let edition = first; edition <= last; edition += 1)
    expect(await ledger.write(entry(edition))).toBe('written')
}

for (const waste of [1000, 1])
  describe(`a file as a ledger, rewritten after ${waste} lines`, () => {
    for (const { promise, keep } of ledgerContract)
      it(promise, { timeout: 60_000 }, () =>
        keep({
          ledger: open(waste),
          again: async () => open(waste),
          now: () => now,
          fault: async (kind) => {
            if (kind === 'answer_lost') return 'cannot_happen'
            await rm(path)
            return 'arranged'
          },
        }),
      )
  })

describe('the file of a ledger', () => {
  it('is made by the first write, and by no read', async () => {
    const ledger = open()
    expect(await read(ledger)).toEqual([])
    expect(await readdir(folder)).toEqual([])
    await ledger.write(entry())
    expect(await readdir(folder)).toEqual(['ledger.jsonl'])
  })

  it('is made once by many who begin at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => open().write(entry(1, `p${number}`))),
    )
    expect(answers.every((answer) => answer === 'written')).toBe(true)
    expect(await linesThere()).toHaveLength(21)
    expect(await readdir(folder)).toEqual(['ledger.jsonl'])
  })

  it('is found from the working directory', async () => {
    await file({ path: relative(process.cwd(), path) }).write(entry())
    expect(await read(open())).toEqual([entry()])
  })

  it('holds a line for each write, and none for a conflict that was seen in time', async () => {
    const ledger = open()
    await writeEditions(ledger, 1, 3)
    await ledger.write(entry(2))
    expect(await linesThere()).toHaveLength(4)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1])('takes no edition %s', async (edition) => {
    const ledger = open()
    await ledger.write(entry())
    expect(await ledger.write(entry(edition))).toBe('conflict')
    expect(await read(open())).toEqual([entry()])
  })

  it('does not share what it keeps with its readers', async () => {
    const ledger = open()
    await ledger.write(entry())
    Object.assign((await read(ledger))[0] ?? {}, { edition: 9 })
    expect(await read(ledger)).toEqual([entry()])
  })
})

describe('a line that was torn', () => {
  it.each(['{', '{"sallyport":"ledger","writer":"w', '{"sallyport":"ledger","wri\u0000\u0000', '\ufffd'])(
    'is left out, and the next one behind it counts: %j',
    async (torn) => {
      await writeEditions(open(), 1, 2)
      await appendFile(path, torn)
      const ledger = open()
      expect(await read(ledger)).toEqual([entry(2)])
      await writeEditions(ledger, 3, 4)
      expect(await read(open())).toEqual([entry(4)])
    },
  )

  it('is left out wherever it was torn', async () => {
    await writeEditions(open(), 1, 2)
    const whole = await readFile(path)
    const start = whole.lastIndexOf('{"sallyport"')
    for (let length = start; length < whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length))
      const ledger = open()
      expect(await read(ledger)).toEqual([entry(1)])
      await writeEditions(ledger, 2, 3)
      expect(await read(open())).toEqual([entry(3)])
    }
  })
})

describe('a file that is damaged', () => {
  it('is unavailable, names the line, and is left as it is', async () => {
    await writeEditions(open(), 1, 3)
    const lines = await linesThere()
    const damaged = [lines[0], lines[1], 'secret', lines[3], ''].join('\n')
    await writeFile(path, damaged)
    const message = `${path}: expected an answer, found line 3, which is none of a ledger`
    const ledger = open()
    for (const act of [() => read(ledger), () => ledger.write(entry(4)), () => read(open())]) {
      const failure = await failureOf(act())
      expect(failure).toBeInstanceOf(UpstreamUnavailable)
      expect(failure).toMatchObject({ message })
    }
    expect(await readFile(path, 'utf8')).toBe(damaged)
    await writeFile(path, `${lines.join('\n')}\n`)
    expect(await read(ledger)).toEqual([entry(3)])
  })

  it.each([
    ['', 'an empty file'],
    ['{}\n', 'line 1'],
    ['hello', 'line 1'],
  ])('is no ledger when it is %j', async (text, found) => {
    await writeFile(path, text)
    expect(await failureOf(open().write(entry()))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: expect.stringContaining(found),
    })
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  it('is unavailable when it became shorter', async () => {
    const ledger = open()
    await writeEditions(ledger, 1, 3)
    await writeFile(path, `${(await linesThere()).slice(0, 2).join('\n')}\n`)
    expect(await failureOf(read(ledger))).toMatchObject({ message: expect.stringContaining('shorter') })
  })

  it('is unavailable, rather than begun anew, when it went away', async () => {
    const ledger = open()
    await ledger.write(entry())
    await rm(path)
    expect(await failureOf(ledger.write(entry()))).toMatchObject({
      message: `${path}: expected an answer, found no file, where there was one`,
    })
  })
})

describe('a path that leads to no file', () => {
  it.each([
    ['its folder is missing', () => Promise.resolve(join(folder, 'none', 'ledger')), 'no such folder'],
    ['it is a folder', () => mkdir(path).then(() => path), 'a directory'],
    [
      'it leads through a file',
      () => writeFile(path, '').then(() => join(path, 'inside')),
      'a path through something that is not a directory',
    ],
    [
      'it is a named pipe',
      async () => {
        execFileSync('mkfifo', [path])
        return path
      },
      'something that is not a file',
    ],
  ])('is unavailable when %s', async (_, arrange, found) => {
    const ledger = file({ path: await arrange() })
    const first = () => ledger.origins()[Symbol.asyncIterator]().next()
    for (const act of [() => read(ledger), () => ledger.write(entry()), first])
      expect(await failureOf(act())).toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        message: expect.stringContaining(`found ${found}`),
      })
  })

  it('is unavailable when the process may not write it', async () => {
    await open().write(entry())
    await chmod(folder, 0o755)
    await chmod(path, 0o444)
    expect(await asSomebody(() => failureOf(open().write(entry(2))))).toMatchObject({
      message: `${path}: expected an answer, found no permission to read and write it`,
    })
  })
})

/** Permissions do not bind the superuser, and builds often run as one. */
async function asSomebody<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  if (process.geteuid?.() !== 0) return act()
  process.seteuid?.(65534)
  try {
    return await act()
  } finally {
    process.seteuid?.(0)
  }
}

describe('a file that is rewritten', () => {
  it('keeps every entry, and is small again', async () => {
    const ledger = open(10)
    await ledger.write(entry(1, 'other'))
    await writeEditions(ledger, 1, 100)
    expect((await linesThere()).length).toBeLessThan(16)
    expect(await read(open())).toEqual([entry(100)])
    expect(await read(open(), 'other')).toEqual([entry(1, 'other')])
    await writeEditions(open(), 101, 102)
    expect(await readdir(folder)).toEqual(['ledger.jsonl'])
  })

  it.each([
    [
      'kept until it says so',
      { forgetAfter: now + 2 * fifteenDays, later: now + 2 * fifteenDays - 1, count: 1 },
    ],
    ['kept for 15 days, whatever it says', { forgetAfter: now - 1, later: now + fifteenDays, count: 1 }],
    ['forgotten then', { forgetAfter: now - 1, later: now + fifteenDays + 1, count: 0 }],
  ])('has an entry that may be forgotten %s', async (_, { forgetAfter, later, count }) => {
    await open().write({ ...entry(1, 'gone'), forgetAfter })
    await writeEditions(open(5, later), 1, 20)
    expect(await read(open(), 'gone')).toHaveLength(count)
  })
})

describe('the options of a file', () => {
  it.each(['', '  ', 'a\0b'])('refuse the path %j', (wrong) => {
    expect(() => file({ path: wrong })).toThrow(ConfigurationInvalid)
  })

  it.each([0, 1.5, Number.NaN])('refuse %s wasted lines', (mostWastedLines) => {
    expect(() => file({ path: 'x', mostWastedLines })).toThrow(
      `mostWastedLines: expected a positive whole number, found ${mostWastedLines}`,
    )
  })
})
