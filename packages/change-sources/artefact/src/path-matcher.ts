/** Whether a path is one of these, or fits one: `*` stays in a step, `**` does not, `?` is one letter. */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false
  const literal = new Set(patterns.filter((pattern) => !/[*?]/.test(pattern)))
  const forms = patterns.filter((pattern) => !literal.has(pattern)).map(formOf)
  return (path) => literal.has(path) || forms.some((form) => form.test(path))
}

const formOf = (pattern: string) =>
  new RegExp(
    `^${pattern
      .split(/(\*\*\/|\*\*|\*|\?)/)
      .map(partOf)
      .join('')}$`,
    'su',
  )

function partOf(part: string): string {
  if (part === '**/') return '(?:.*/)?'
  if (part === '**') return '.*'
  if (part === '*') return '[^/]*'
  return part === '?' ? '[^/]' : part.replaceAll(/[\\^$.+()[\]{}|]/g, String.raw`\$&`)
}
