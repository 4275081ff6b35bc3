import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import type { Factory } from './adapter.ts'

/**
 * A factory that refuses members that are not among these, for adapters that look at their own only.
 * The faults that the adapter finds come with them.
 */
export const knowing =
  <Adapter>(members: readonly string[], factory: (options: never) => Adapter): Factory<Adapter, object> =>
  (options: never) => {
    const unknown = unknownAmong(options, members)
    if (unknown.length === 0) return factory(options)
    throw new ConfigurationInvalid([...unknown, ...faultsOf(() => factory(options))])
  }

const unknownAmong = (options: object, members: readonly string[]): readonly Issue[] =>
  Object.keys(options)
    .filter((name) => !members.includes(name))
    .map((name) => {
      const didYouMean = nearestWord(name, members)
      const issue = { severity: 'fault' as const, path: [name], expected: 'a member that is known' }
      return { ...issue, found: 'an unknown one', ...(didYouMean ? { didYouMean } : {}) }
    })

function faultsOf(make: () => unknown): readonly Issue[] {
  try {
    make()
    return []
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.issues
    throw error
  }
}
