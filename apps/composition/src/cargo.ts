import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The deployments of an app, by the folder they stand in. */
export function deploymentsIn(folder: URL): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'carries.ts')
    .map((file) => file.slice(0, -3))
}

/** The foreign packages that reach a deployment's bundle, sorted. AWS's come in dozens and are named by their scope. */
export async function cargoOf(folder: URL, deployment: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`${deployment}.ts`, folder))],
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

function foreignPackage(path: string): string[] {
  const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
  return name === undefined ? [] : [name.replace(/^(@aws-sdk|@smithy)\/.*/, '$1/*')]
}
