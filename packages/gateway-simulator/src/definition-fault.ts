import { type Issue, nearestWord } from '@sallyport/kernel'
import { isRecord, kindOf } from './policy/policy-reading.ts'

/** Members of something that was written, by name. */
export type Members = Readonly<Record<string, unknown>>

/** A fault at a place of the definition. */
export function fault(path: Issue['path'], expected: string, found: string): Issue {
  return { severity: 'fault', path, expected, found }
}

/** Members nobody knows, with the nearest that somebody does. */
export function strangers(written: Members, known: readonly string[], path: Issue['path']): readonly Issue[] {
  return Object.keys(written)
    .filter((member) => !known.includes(member))
    .map((member) => {
      const didYouMean = nearestWord(member, known)
      const issue = fault([...path, member], known.join(', '), 'an unknown member')
      return didYouMean === undefined ? issue : { ...issue, didYouMean }
    })
}

/** A map of texts that may be left out. */
export function textMap(written: unknown, path: Issue['path']): readonly Issue[] {
  if (written === undefined) return []
  if (!isRecord(written)) return [fault(path, 'texts by name', kindOf(written))]
  return Object.entries(written)
    .filter(([, value]) => typeof value !== 'string')
    .map(([name, value]) => fault([...path, name], 'text', kindOf(value)))
}

/** A status an API can answer with. */
export function statusIssues(status: unknown, path: Issue['path']): readonly Issue[] {
  return Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599
    ? []
    : [fault(path, 'a status from 200 to 599', JSON.stringify(status) ?? 'nothing')]
}
