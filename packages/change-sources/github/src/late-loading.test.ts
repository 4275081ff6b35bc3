import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

/** What a fresh Node loads, as it goes. */
const script = `
import { registerHooks } from 'node:module'
let isLoaded = false
registerHooks({
  resolve(specifier, context, next) {
    isLoaded ||= specifier.startsWith('@octokit/')
    return next(specifier, context)
  },
})
const { github } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)})
const source = github({ apiUrl: 'http://127.0.0.1:1', attempts: 1 })
const detail = { ref: 'main', ref_type: 'branch', repository: { full_name: 'acme/shop' } }
const found = source.recognise({ source: 'github.com', 'detail-type': 'create', detail })
const before = isLoaded
await source.tip(found).catch(() => undefined)
console.log(JSON.stringify({ ref: found.ref, before, after: isLoaded }))
`

describe('Octokit', () => {
  it('is loaded by the first question, and not by an event', () => {
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    })
    expect(JSON.parse(output)).toEqual({ ref: 'refs/heads/main', before: false, after: true })
  })
})
