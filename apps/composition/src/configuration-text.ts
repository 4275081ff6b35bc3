import { readFile } from 'node:fs/promises'
import { ConfigurationInvalid } from '@sallyport/kernel'

/**
 * Finds the text that `SALLYPORT_CONFIG` names: itself when it is JSON, else the file's.
 *
 * @throws ConfigurationInvalid when there is none
 */
export async function configurationText(setting: string | undefined): Promise<string> {
  const named = setting?.trim() ?? ''
  if (named === '') throw fault('nothing')
  if (named.startsWith('{')) return named
  if (named.startsWith('s3://')) throw fault('an s3:// address, which this version does not read')
  try {
    return await readFile(named, 'utf8')
  } catch {
    throw fault(`${JSON.stringify(named)}, which is no file that can be read`)
  }
}

function fault(found: string): ConfigurationInvalid {
  const expected = 'JSON text or the path of a file'
  return new ConfigurationInvalid([{ severity: 'fault', path: ['SALLYPORT_CONFIG'], expected, found }])
}
