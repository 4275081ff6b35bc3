import { cargoOf, deploymentsIn } from '@sallyport/composition/cargo'
import { describe, expect, it } from 'vitest'
import { carries, carriesAtOnce } from './carries.ts'

const folder = new URL('.', import.meta.url)
const deployments = deploymentsIn(folder)

describe('a deployment carries only what it says', () => {
  it.each(deployments)('%s', async (name) => {
    expect(await cargoOf(folder, name)).toEqual([...(carries[name] ?? [])].toSorted())
  })

  it.each(deployments)('%s loads clients when an event needs them, and not before', async (name) => {
    expect(await cargoOf(folder, name, 'at_once')).toEqual(carriesAtOnce)
  })

  it('and every one is listed', () => {
    expect(Object.keys(carries).toSorted()).toEqual(deployments.toSorted())
  })
})
