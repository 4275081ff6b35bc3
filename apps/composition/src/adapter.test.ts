import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { afterAll, describe, expect, it } from 'vitest'
import { adapterOf, allMade, made, type Shelf } from './adapter.ts'

interface Door {
  readonly color: string
}

const shelf: Shelf<Door, object> = {
  door: () => Promise.resolve(({ color }: Door) => ({ color })),
  broken: () =>
    Promise.resolve(() => {
      throw new ConfigurationInvalid([{ severity: 'fault', path: ['color'], expected: 'one', found: 'none' }])
    }),
}
const place = { path: ['doors', 0], surroundings: {} }
const folder = mkdtempSync(join(tmpdir(), 'sallyport-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('an adapter that a configuration names', () => {
  it('is made with its own options, without the name', async () => {
    expect(await made({ use: 'door', color: 'red' }, shelf, place)).toEqual({
      outcome: 'made',
      adapter: { color: 'red' },
    })
  })

  it('brings its complaints to where it stands', async () => {
    const tried = await made({ use: 'broken' }, shelf, place)
    expect(tried).toMatchObject({ outcome: 'faulty', issues: [{ path: ['doors', 0, 'color'] }] })
    expect(() => allMade([tried])).toThrow('doors[0].color: expected one, found none')
  })

  it.each(['dor', 'constructor', '__proto__'])('is not %s', async (use) => {
    const tried = await made({ use }, shelf, place)
    expect(tried).toMatchObject({ outcome: 'faulty', issues: [{ path: ['doors', 0, 'use'] }] })
  })

  it('may be the default export of a module', async () => {
    const module = join(folder, 'door.mjs')
    writeFileSync(module, 'export default ({ color }) => ({ color: color + "!" })')
    expect(await made({ use: module, color: 'red' }, shelf, place)).toMatchObject({
      adapter: { color: 'red!' },
    })
    const other = join(folder, 'other.mjs')
    writeFileSync(other, 'export const door = 1')
    for (const use of [other, './nowhere.mjs', '@no/such-package'])
      expect(await made({ use }, shelf, place)).toMatchObject({ outcome: 'faulty' })
  })
})

describe('an adapter that was tried alone', () => {
  it('is there, or its faults are thrown', async () => {
    expect(adapterOf(await made({ use: 'door', color: 'red' }, shelf, place))).toEqual({ color: 'red' })
    const tried = await made({ use: 'broken' }, shelf, place)
    expect(() => adapterOf(tried)).toThrow(ConfigurationInvalid)
  })
})
