import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withSecrets } from './secret.ts'

/** Secrets Manager on the wire: `GetSecretValue` of the JSON 1.1 protocol, and nothing else. */
const secrets: Readonly<Record<string, string>> = {
  plain: 'whole text',
  json: '{"clientSecret":"a member","n":1}',
}
const server = createServer((request, response) => {
  let text = ''
  request.on('data', (chunk) => (text += String(chunk)))
  request.on('end', () => {
    const { SecretId: id } = JSON.parse(text) as { SecretId: string }
    const found =
      request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' ? secrets[id] : undefined
    response.writeHead(found === undefined ? 400 : 200, { 'Content-Type': 'application/x-amz-json-1.1' })
    response.end(
      JSON.stringify(found === undefined ? { __type: 'ResourceNotFoundException' } : { SecretString: found }),
    )
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`)
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
})

describe('a secret of Secrets Manager', () => {
  it.each([
    [{ secretsManager: 'plain' }, 'whole text'],
    [{ secretsManager: 'json', key: 'clientSecret' }, 'a member'],
  ])('%j is read', async (secret, text) => {
    expect(await withSecrets({ client: { secret } }, {}, [])).toEqual({ client: { secret: text } })
  })

  it.each([
    [{ secretsManager: 'none' }, 'a secret in Secrets Manager, found ResourceNotFoundException'],
    [{ secretsManager: 'json', key: 'other' }, 'with a member other, found none'],
    [{ secretsManager: 'json', key: 'n' }, 'with a member n, found none'],
    [{ secretsManager: 'plain', key: 'x' }, 'with a member x, found none'],
  ])('%j is missed', async (secret, complaint) => {
    await expect(withSecrets({ client: { secret } }, {}, [])).rejects.toThrow(complaint)
  })
})
