import { exportedNames } from './doors.ts'
import { kernelRecord, kernelWords } from './kernel-words.ts'
import type { Repository, Wall } from './repository.ts'

const folder = 'docs/decisions/'
const longestPageLines = 80

/** A decision record is named by its day and title, and is one page. */
export const decisionRecords: Wall = ({ files }) =>
  files
    .filter(({ path }) => path.startsWith(folder))
    .flatMap(({ path, text }) => {
      const name = path.slice(folder.length)
      const day = /^(\d{4}-\d{2}-\d{2})-[a-z0-9]+(?:-[a-z0-9]+)*\.md$/.exec(name)?.[1]
      if (day === undefined || !isDay(day)) return [`${path}: expected YYYY-MM-DD-title.md, found ${name}`]
      if (!text.startsWith('# ')) return [`${path}: expected a title, found none`]
      const lines = text.trimEnd().split('\n').length
      return lines <= longestPageLines ? [] : [`${path}: expected one page, found ${lines} lines`]
    })

function isDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day)
}

/** The kernel exports the words that were decided, no more and no fewer, and the record names each. */
export const kernelGrowth: Wall = (repository) => {
  const exported = wordsOfKernel(repository)
  const record = repository.files.find(({ path }) => path === kernelRecord)?.text ?? ''
  return [
    ...exported
      .filter((word) => !kernelWords.includes(word))
      .map((word) => `packages/kernel: expected a decision on ${word}, found none in ${kernelRecord}`),
    ...kernelWords
      .filter((word) => !exported.includes(word))
      .map((word) => `packages/kernel: expected ${word} as decided, found no such export`),
    ...kernelWords
      .filter((word) => !record.includes(`\`${word}\``))
      .map((word) => `${kernelRecord}: expected it to name ${word}, found no mention`),
  ]
}

function wordsOfKernel({ packages }: Repository): readonly string[] {
  const kernel = packages.find(({ layer }) => layer === 'kernel')
  const doors = Object.values(kernel?.manifest.exports ?? {}).map((target) =>
    String(target).replace(/^\./, kernel?.folder ?? ''),
  )
  return (kernel?.files ?? [])
    .filter(({ path }) => doors.includes(path))
    .flatMap(({ text }) => exportedNames(text))
}
