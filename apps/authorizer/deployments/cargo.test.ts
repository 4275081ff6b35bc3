import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { carries } from './carries.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const deployments = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'carries.ts')
  .map((file) => file.slice(0, -3))

describe('a deployment carries only what it says', () => {
  it.each(deployments)('%s', async (name) => {
    expect(await cargoOf(`${folder}${name}.ts`)).toEqual([...(carries[name] ?? [])].toSorted())
  })

  it('and every one is listed', () => {
    expect(Object.keys(carries).toSorted()).toEqual(deployments.toSorted())
  })
})

async function cargoOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    splitting: true,
    outdir: 'unwritten',
    metafile: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    write: false,
  })
  const shipped = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  )
  return [...new Set(shipped.flatMap(foreignPackage))].toSorted()
}

/** AWS spreads its code over many packages: their scope is named, not each of them. */
function foreignPackage(path: string): string[] {
  const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
  if (name === undefined) return []
  return [name.replace(/^(@aws-lambda-powertools|@aws-sdk|@smithy)\/.*/, '$1/*')]
}
