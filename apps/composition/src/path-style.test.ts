import { awsSimulator } from '@sallyport/aws-simulator'
import { s3 } from '@sallyport/document-s3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { configurationText } from './configuration-text.ts'
import { byPath } from './path-style.ts'

const emulated = { AWS_ENDPOINT_URL: 'http://localhost:4566' }

describe('buckets', () => {
  it('are named in the path where the endpoint of S3 is set by hand, and nowhere else', () => {
    const store = { use: 's3', bucket: 'gates', key: 'rules.json' }
    expect(byPath(store, {})).toBe(store)
    expect(byPath(store, emulated)).toEqual({ ...store, clientOptions: { forcePathStyle: true } })
    expect(byPath({ use: 'artefact' }, { AWS_ENDPOINT_URL_S3: 'http://localhost:9000' })).toEqual({
      use: 'artefact',
      clientOptions: { forcePathStyle: true },
    })
    const table = { use: 'dynamodb', table: 't' }
    expect(byPath(table, emulated)).toBe(table)
  })

  it('are named as the configuration has it, if it says', () => {
    const clientOptions = { forcePathStyle: false, region: 'eu-west-1' }
    expect(byPath({ use: 's3', clientOptions }, emulated)).toEqual({ use: 's3', clientOptions })
    const wrong = { use: 's3', clientOptions: 'no options' }
    expect(byPath(wrong, emulated)).toBe(wrong)
  })
})

describe('S3 at localhost', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('gives documents and configurations', async () => {
    const simulator = await awsSimulator({ buckets: { gates: {} } })
    try {
      simulator.buckets.put('gates', 'config.json', Buffer.from('{"a":1}'))
      const environment = {
        AWS_ENDPOINT_URL: simulator.url.replace('127.0.0.1', 'localhost'),
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      }
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
      expect(await configurationText('s3://gates/config.json', environment)).toBe('{"a":1}')
      const { use: _use, ...options } = byPath(
        { use: 's3', bucket: 'gates', key: 'config.json' },
        environment,
      )
      expect(await s3(options).read()).toMatchObject({ content: '{"a":1}' })
    } finally {
      await simulator.close()
    }
  })
})
