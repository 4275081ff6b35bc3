// One cold start in a process of its own: imports a bundle, answers one event, tells what it cost.
import { readFileSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const [, , bundle, event] = process.argv
let bytes = 0
registerHooks({
  load(url, context, next) {
    if (url.includes('/dist/')) bytes += statSync(fileURLToPath(url)).size
    return next(url, context)
  },
})
const started = performance.now()
const { handler } = await import(bundle)
const imported = performance.now()
const answer = await handler(JSON.parse(readFileSync(event, 'utf8')))
const answered = performance.now()
const undici = process.moduleLoadList.some((name) => name.includes('undici'))
process.send({
  importMilliseconds: imported - started,
  eventMilliseconds: answered - imported,
  bytes,
  undici,
  isAnswered: answer !== undefined,
})
process.disconnect()
