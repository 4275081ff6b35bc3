import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** PATH with Node 24 (the npm package `node`) and the workspace's tools first. */
export const toolPath = () =>
  [join(root, 'node_modules/node/bin'), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(
    delimiter,
  )
