import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'

/** The deployments of an app, by the folder they stand in. */
export function deploymentsIn(folder: URL): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'carries.ts')
    .map((file) => file.slice(0, -3))
}

/** What of a bundle is meant: every chunk, or those that are loaded before the first event. */
export type Extent = 'everything' | 'at_once'

/** The foreign packages that reach a deployment's bundle, sorted. AWS's come in dozens and are named by their scope. */
export async function cargoOf(
  folder: URL,
  deployment: string,
  extent: Extent = 'everything',
): Promise<readonly string[]> {
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
  const chunks =
    extent === 'everything' ? Object.values(metafile.outputs) : chunksAtOnce(metafile, deployment)
  const shipped = chunks.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
  )
  return [...new Set(shipped.flatMap(foreignPackage))].toSorted()
}

type Chunk = Metafile['outputs'][string]

/** The entrance, and whatever it and its chunks import by statements; not what they may import later. */
function chunksAtOnce({ outputs }: Metafile, deployment: string): readonly Chunk[] {
  const reached = new Set(
    Object.keys(outputs).filter((path) =>
      outputs[path]?.entryPoint?.endsWith(`deployments/${deployment}.ts`),
    ),
  )
  for (const path of reached)
    for (const { path: next, kind } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && outputs[next] !== undefined) reached.add(next)
  return [...reached].flatMap((path) => outputs[path] ?? [])
}

function foreignPackage(path: string): string[] {
  const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
  return name === undefined ? [] : [name.replace(/^(@aws-sdk|@smithy)\/.*/, '$1/*')]
}
