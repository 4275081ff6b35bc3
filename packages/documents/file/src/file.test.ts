import { execFileSync } from 'node:child_process'
import { appendFile, chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { documentStoreContract } from '@sallyport/kernel/contracts'
import { assert, asyncProperty, string } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file } from './file.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'document-file-'))
  path = join(folder, 'permissions.json')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const failureOf = async (at: string, maximumBytes = 1024): Promise<unknown> =>
  file({ path: at, maximumBytes })
    .read()
    .then(
      () => undefined,
      (error: unknown) => error,
    )

describe('a file as a document store', () => {
  for (const { promise, keep } of documentStoreContract)
    it(promise, () =>
      keep({
        store: file({ path }),
        write: (content) => writeFile(path, content),
        remove: () => rm(path),
      }),
    )

  it('reads back whatever text was written', () =>
    assert(
      asyncProperty(string({ unit: 'grapheme' }), async (content) => {
        await writeFile(path, content)
        expect(await file({ path }).read()).toMatchObject({ content })
      }),
      { numRuns: 50 },
    ))

  it('sees a change that left length and modification time as they were', async () => {
    const moment = new Date('2026-01-01T00:00:00Z')
    const store = file({ path })
    await writeFile(path, 'one')
    await utimes(path, moment, moment)
    const before = await store.read()
    await writeFile(path, 'two')
    await utimes(path, moment, moment)
    const after = await store.read(before === 'unchanged' ? undefined : before.version)
    expect(after).toMatchObject({ content: 'two' })
  })

  it('gives the same content the same version, so that a fresh copy starts no reload', async () => {
    await writeFile(path, 'one')
    const store = file({ path })
    const before = await store.read()
    await writeFile(path, 'one')
    expect(before).not.toBe('unchanged')
    expect(await store.read(before === 'unchanged' ? '' : before.version)).toBe('unchanged')
  })

  it('finds a relative path from the working directory', async () => {
    await writeFile(path, 'here')
    expect(await file({ path: relative(process.cwd(), path) }).read()).toMatchObject({ content: 'here' })
  })

  it('follows a link, as a mounted configuration is one', async () => {
    await writeFile(path, 'behind')
    await symlink(path, join(folder, 'link'))
    expect(await file({ path: join(folder, 'link') }).read()).toMatchObject({ content: 'behind' })
  })

  it('takes the byte order mark off the front and nowhere else', async () => {
    await writeFile(path, '\uFEFF{"a":"\uFEFF"}')
    expect(await file({ path }).read()).toMatchObject({ content: '{"a":"\uFEFF"}' })
  })

  it('reads a file of exactly the maximum and refuses one byte more', async () => {
    await writeFile(path, 'x'.repeat(1024))
    expect(await failureOf(path)).toBeUndefined()
    await appendFile(path, 'x')
    expect(await failureOf(path)).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: `${path}: expected an answer, found more than 1024 bytes`,
    })
  })
})

describe('a path without a document', () => {
  it('is unavailable when it leads nowhere, and says which path', async () => {
    const failure = await failureOf(path)
    expect(failure).toBeInstanceOf(UpstreamUnavailable)
    expect(failure).toMatchObject({ message: `${path}: expected an answer, found no such file` })
  })

  it('is unavailable when it is a directory', async () => {
    await mkdir(path)
    expect(await failureOf(path)).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: expect.stringContaining('found a directory'),
    })
  })

  it('is unavailable when it leads through a file', async () => {
    await writeFile(path, 'x')
    expect(await failureOf(join(path, 'inside'))).toBeInstanceOf(UpstreamUnavailable)
  })

  it('is unavailable when it is a link to itself', async () => {
    await symlink(path, path)
    expect(await failureOf(path)).toMatchObject({ message: expect.stringContaining('leads to itself') })
  })

  it('is unavailable, rather than waited for, when it is a named pipe', async () => {
    execFileSync('mkfifo', [path])
    expect(await failureOf(path)).toMatchObject({ message: expect.stringContaining('not a file') })
  })

  it('is unavailable when the process may not read it', async () => {
    await writeFile(path, 'secret')
    await chmod(folder, 0o755)
    await chmod(path, 0o000)
    expect(await asSomebody(() => failureOf(path))).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: `${path}: expected an answer, found no permission to read it`,
    })
  })

  it('is unavailable when the bytes are not UTF-8, and keeps them to itself', async () => {
    await writeFile(path, Buffer.from([0x73, 0x65, 0x63, 0x72, 0x65, 0x74, 0xff]))
    const failure = await failureOf(path)
    expect(failure).toBeInstanceOf(UpstreamUnavailable)
    expect(String(failure)).not.toContain('secret')
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

describe('the options of a file', () => {
  it.each(['', '  '])('refuse an empty path: "%s"', (empty) => {
    expect(() => file({ path: empty })).toThrow(ConfigurationInvalid)
    expect(() => file({ path: empty })).toThrow('path: expected the path of a file, found an empty one')
  })

  it('refuse a path no file system can hold', () => {
    expect(() => file({ path: 'a\0b' })).toThrow(ConfigurationInvalid)
  })

  it.each([0, -1, 1.5, Number.NaN])('refuse a maximum of %s bytes', (maximumBytes) => {
    expect(() => file({ path: 'x', maximumBytes })).toThrow(
      `maximumBytes: expected a positive whole number, found ${maximumBytes}`,
    )
  })
})
