import type { Issue, Reading } from '@sallyport/kernel'

/** The value of a JSON text, which may begin with a byte order mark. */
export function documentValue(content: string): Reading<unknown> {
  try {
    return { outcome: 'good', value: JSON.parse(content.replace(/^\uFEFF/, '')) }
  } catch (error) {
    // V8's message quotes the text around the fault; only its place is repeated.
    const place = /position \d+|end of JSON input/.exec(String(error))?.[0]
    const found = place === undefined ? 'something else' : `a fault at ${place}`
    const issue: Issue = { severity: 'fault', path: [], expected: 'JSON', found }
    return { outcome: 'bad', issues: [issue] }
  }
}
