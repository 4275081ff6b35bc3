// `npm run sallyport -- ...`: the command, from the folder that npm was called in.
import { follow } from './follow.mjs'
import { install } from './install.mjs'
import { root } from './tool-path.mjs'

install()
follow('node', [`${root}apps/cli/src/main.ts`, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? root,
})
