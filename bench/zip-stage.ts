import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { crc32, deflateRawSync } from 'node:zlib'

const count = 5000
const changed = new Set([7, 2500, 4999])
/** In bytes; deflated it is three quarters of that. */
const length = 54_000

/** Two zips of 200 MB, written side by side. @returns the files, and how long they are, in bytes */
export async function twoZips(folder: string): Promise<readonly { path: string; size: number }[]> {
  const zips = await Promise.all(['one.zip', 'two.zip'].map((name) => zipFile(join(folder, name))))
  for (let at = 0; at < count; at += 1) {
    const content = packed()
    const other = changed.has(at) ? packed() : content
    await Promise.all([zips[0]?.add(nameOf(at), content), zips[1]?.add(nameOf(at), other)])
  }
  return Promise.all(zips.map((zip) => zip.end()))
}

/** What every way has to find. */
export const expected: readonly string[] = [...changed].map(nameOf).sort()

function nameOf(at: number): string {
  return `services/part-${at % 50}/src/component-${at}.ts`
}

function packed() {
  const text = Buffer.from(randomBytes((length * 3) / 4).toString('base64'))
  return { data: deflateRawSync(text, { level: 1 }), crc: crc32(text), size: text.length }
}

async function zipFile(path: string) {
  const file = await open(path, 'w')
  const directory: Buffer[] = []
  let offset = 0
  return {
    async add(name: string, { data, crc, size }: ReturnType<typeof packed>) {
      const local = Buffer.alloc(30)
      local.writeUInt32LE(0x04034b50)
      const shared = Buffer.alloc(22)
      shared.writeUInt16LE(20, 0)
      shared.writeUInt16LE(8, 4)
      shared.writeUInt32LE(crc, 10)
      shared.writeUInt32LE(data.length, 14)
      shared.writeUInt32LE(size, 18)
      shared.copy(local, 4)
      local.writeUInt16LE(name.length, 26)
      const record = Buffer.alloc(46)
      record.writeUInt32LE(0x02014b50)
      record.writeUInt16LE((3 << 8) | 20, 4)
      shared.copy(record, 6)
      record.writeUInt16LE(name.length, 28)
      record.writeUInt16LE(0o100644, 40)
      record.writeUInt32LE(offset, 42)
      directory.push(record, Buffer.from(name))
      offset += (await file.write(Buffer.concat([local, Buffer.from(name), data]))).bytesWritten
    },
    async end() {
      const records = Buffer.concat(directory)
      const end = Buffer.alloc(22)
      end.writeUInt32LE(0x06054b50)
      end.writeUInt16LE(count, 8)
      end.writeUInt16LE(count, 10)
      end.writeUInt32LE(records.length, 12)
      end.writeUInt32LE(offset, 16)
      await file.write(Buffer.concat([records, end]))
      await file.close()
      return { path, size: offset + records.length + end.length }
    },
  }
}

/** GetObject and HeadObject, over files, with what was asked for counted. */
export async function rangeServer(files: Readonly<Record<string, { path: string; size: number }>>) {
  const state = { requests: 0, bytes: 0, delayMilliseconds: 0 }
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { searchParams } = new URL(incoming.url ?? '', 'http://127.0.0.1')
    const file = files[searchParams.get('versionId') ?? 'two']
    if (file === undefined) return outgoing.writeHead(404).end()
    state.requests += 1
    await setTimeout(state.delayMilliseconds)
    const headers = {
      etag: `"${'0'.repeat(32)}"`,
      'x-amz-version-id': searchParams.get('versionId') ?? 'two',
    }
    if (incoming.method === 'HEAD')
      return outgoing.writeHead(200, { ...headers, 'content-length': file.size }).end()
    const [start, end] = spanOf(incoming.headers.range, file.size)
    state.bytes += end - start
    return send(outgoing, { ...file, start, end, headers })
  }
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  }
}

interface Sent {
  readonly path: string
  readonly size: number
  readonly start: number
  readonly end: number
  readonly headers: Readonly<Record<string, string>>
}

function send(outgoing: ServerResponse, { path, size, start, end, headers }: Sent): void {
  outgoing.writeHead(end - start === size ? 200 : 206, {
    ...headers,
    'content-length': end - start,
    ...(end - start < size && { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
  })
  // Whoever has read enough hangs up.
  createReadStream(path, { start, end: end - 1, highWaterMark: 1 << 20 })
    .on('error', () => undefined)
    .pipe(outgoing)
}

function spanOf(range: string | undefined, size: number): readonly [number, number] {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return [0, size]
  if (from === '') return [Math.max(0, size - Number(to)), size]
  return [Number(from), to === '' ? size : Math.min(size, Number(to) + 1)]
}
