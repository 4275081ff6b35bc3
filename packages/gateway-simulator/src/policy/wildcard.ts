/**
 * IAM's wildcards: `*` is any run of characters, none and `/` included, `?` is exactly one.
 *
 * Only the latest `*` is ever retried, which is enough for this grammar and keeps hostile patterns
 * such as `*a*a*a*b` at worst quadratic, where a regular expression could take exponential time.
 *
 * Source: IAM user guide, "IAM JSON policy elements: Resource".
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  // Characters, not UTF-16 units, so that `?` takes the whole of an astral one.
  const wanted = Array.from(pattern)
  const found = Array.from(text)
  let [at, position, star, resume] = [0, 0, -1, 0]
  while (position < found.length) {
    if (wanted[at] === '*') {
      star = at++
      resume = position
    } else if (wanted[at] === '?' || (at < wanted.length && wanted[at] === found[position])) {
      at++
      position++
    } else if (star >= 0) {
      at = star + 1
      position = ++resume
    } else return false
  }
  while (wanted[at] === '*') at++
  return at === wanted.length
}
