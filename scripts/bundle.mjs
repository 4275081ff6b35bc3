// Bundles an app's deployments: dist/<deployment>/index.mjs and dist/<deployment>.zip for each.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { zipSync } from 'fflate'

const app = process.cwd()
const names = (await readdir(join(app, 'deployments')))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'carries.ts')
  .map((file) => file.slice(0, -3))

await rm(join(app, 'dist'), { recursive: true, force: true })
for (const name of names) {
  const folder = join(app, 'dist', name)
  const { metafile } = await build({
    entryPoints: { index: join(app, 'deployments', `${name}.ts`) },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    // One line of a whole bundle would be printed whole by Node whenever it throws.
    lineLimit: 320,
    platform: 'node',
    // AWS's clients come as CommonJS and as modules; only of modules can the unused parts be left out.
    mainFields: ['module', 'main'],
    target: 'node24',
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  })
  await writeFile(`${folder}.meta.json`, JSON.stringify(metafile))
  const bytes = await zip(folder)
  await writeFile(`${folder}.zip`, bytes)
  process.stderr.write(`${name}: ${bytes.length} bytes zipped\n`)
}

/** The same sources give the same bytes: names sorted, one date for all. */
async function zip(folder) {
  const files = (await readdir(folder)).toSorted()
  const entries = await Promise.all(
    files.map(async (file) => [file, [await readFile(join(folder, file)), { mtime: '1980-01-01T00:00:00' }]]),
  )
  return zipSync(Object.fromEntries(entries), { level: 9 })
}
