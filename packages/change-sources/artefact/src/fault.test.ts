import { closedEndpoint } from '@sallyport/simulation/stages'
import { describe, expect, it } from 'vitest'
import { artefact } from './artefact.ts'

describe('a server that is not there', () => {
  it('is told by the system’s own word', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const clientOptions = { endpoint: await closedEndpoint(), region: 'eu-west-1', credentials }
    const source = artefact({ clientOptions, attempts: 1 })
    const asked = source.tip({ kind: 's3', repository: 'artefacts', ref: 's3://artefacts/app.zip' })
    await expect(asked).rejects.toThrow('found ECONNREFUSED')
  })
})
