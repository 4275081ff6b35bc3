import type { YarnEntry } from './yarn-entries.ts'
import { nameIn } from './yarn-entries.ts'

const word = /"(?:[^"\\]|\\.)*"|[^\s",:][^\s",]*/g

/**
 * The entries of Yarn 1's own format, which looks like YAML and is not: indented by two, names and
 * values apart by a space, in quotes where they have to be.
 *
 * @returns nothing for a text with other lines, such as the marks of a merge
 */
export function classicEntries(content: string): readonly YarnEntry[] | undefined {
  const blocks: Block[] = []
  let section = ''
  for (const line of content.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const depth = line.length - line.trimStart().length
    const words = wordsIn(line)
    const block = blocks.at(-1)
    if (depth === 0 && line.endsWith(':')) {
      blocks.push({ descriptors: words, values: new Map(), needs: [] })
      section = ''
    } else if (depth === 2 && block !== undefined && words.length === 1 && line.endsWith(':'))
      section = words[0] ?? ''
    else if (depth === 2 && block !== undefined && words.length === 2)
      block.values.set(words[0] ?? '', words[1] ?? '')
    else if (depth === 4 && block !== undefined && words.length === 2) {
      if (/^(?:optionalD|d)ependencies$/.test(section)) block.needs.push([words[0] ?? '', words[1] ?? ''])
    } else return undefined
  }
  return blocks.map(entryOf)
}

interface Block {
  readonly descriptors: readonly string[]
  readonly values: Map<string, string>
  readonly needs: (readonly [string, string])[]
}

function entryOf({ descriptors, values, needs }: Block): YarnEntry {
  const name = nameIn(descriptors[0] ?? '')
  const content = JSON.stringify([values.get('resolved'), values.get('integrity')])
  // An alias has the name that it is called by, and may have the version of another package.
  return { descriptors, identity: `${name}@${values.get('version') ?? ''} ${content}`, content, needs }
}

function wordsIn(line: string): readonly string[] {
  const text = line.trim().replace(/:$/, '')
  return [...text.matchAll(word)].map(([found]) =>
    found.startsWith('"') ? String(JSON.parse(found)) : found.replace(/:$/, ''),
  )
}
