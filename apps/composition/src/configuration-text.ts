import { readFile } from 'node:fs/promises'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { pathStyle } from './path-style.ts'
import type { Environment } from './settings.ts'

/**
 * Finds the text that `SALLYPORT_CONFIG` names: itself when it is JSON, an object's at `s3://bucket/key`,
 * else the file's.
 *
 * @throws ConfigurationInvalid when there is none
 * @throws UpstreamUnavailable when S3 does not give the object
 */
export async function configurationText(
  setting: string | undefined,
  environment: Environment,
): Promise<string> {
  const named = setting?.trim() ?? ''
  if (named === '') throw fault('nothing')
  if (named.startsWith('{')) return named
  if (named.startsWith('s3://')) return objectText(named, environment)
  try {
    return await readFile(named, 'utf8')
  } catch {
    throw fault(`${JSON.stringify(named)}, which is no file that can be read`)
  }
}

async function objectText(address: string, environment: Environment): Promise<string> {
  const { bucket, key } = /^s3:\/\/(?<bucket>[^/]+)\/(?<key>.+)$/.exec(address)?.groups ?? {}
  if (bucket === undefined || key === undefined) throw fault(JSON.stringify(address))
  const { s3 } = await import('@sallyport/document-s3')
  const client = pathStyle(environment)
  const found = await s3({ bucket, key, ...(client && { clientOptions: client }) }).read()
  return found === 'unchanged' ? '' : found.content
}

function fault(found: string): ConfigurationInvalid {
  const expected = 'JSON text, the path of a file, or s3://bucket/key'
  return new ConfigurationInvalid([{ severity: 'fault', path: ['SALLYPORT_CONFIG'], expected, found }])
}
