import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { artefact } from './artefact.ts'
import { type ArtefactOptions, artefactSettings } from './artefact-options.ts'

describe('the options', () => {
  it('need none', () => {
    expect(artefactSettings({})).toMatchObject({
      attempts: 5,
      suspicious: 'normalise',
      snapshots: false,
      mostEntries: 100_000,
    })
    expect(artefact().kind).toBe('s3')
  })

  it('are complained of all at once, before anything is asked', () => {
    const options = {
      attempts: 0,
      suspicious: 'ignore',
      snapshot: true,
      clientOptions: 'none',
      mostEntries: 1.5,
      verify: { paths: [], mostByte: 1 },
    } as unknown as ArtefactOptions
    let failure: unknown
    try {
      artefact(options)
    } catch (error) {
      failure = error
    }
    expect(failure).toBeInstanceOf(ConfigurationInvalid)
    const { issues } = failure as ConfigurationInvalid
    expect(issues.map(({ path }) => path.join('.'))).toEqual([
      'attempts',
      'suspicious',
      'snapshot',
      'clientOptions',
      'mostEntries',
      'verify.paths',
      'verify.mostByte',
    ])
    expect(issues.find(({ path }) => path[0] === 'snapshot')?.didYouMean).toBe('snapshots')
  })

  it('with nothing to verify are refused', () => {
    const options = { verify: {} } as unknown as ArtefactOptions
    expect(() => artefactSettings(options)).toThrow(/verify: expected an object with paths/)
  })
})
