import { resolve } from 'node:path'
import { checkPage } from '../check-page.ts'
import { checkDocument, type FileReport } from '../document-check.ts'
import type { DocumentKind } from '../document-kind.ts'
import { exit, type ExitCode, UsageError } from '../exit.ts'
import { repositoryAt } from '../git-repository.ts'
import { type Source, sourceAt } from '../source.ts'
import { paintFor, print, printJson, tell } from '../terminal.ts'

export interface CheckOptions {
  /** A git repository whose files the globs of rules are held against. */
  readonly repo?: string
  readonly json?: true
}

/** Checks every document and tells everything at once, whatever it finds in the first. */
export async function check(files: readonly string[], { repo, json }: CheckOptions): Promise<ExitCode> {
  const named = [...new Set(files)]
  const tree = repo === undefined ? undefined : await (await repositoryAt(repo)).tree()
  const opened = await Promise.all(named.map(opening))
  const reading = { named, ...(tree === undefined ? {} : { tree }) }
  const reports = (await Promise.all(opened.map((source) => reportsOn(source, reading)))).flat()

  if (json) printJson({ files: reports.map(presented) })
  else print(reports.flatMap((report) => checkPage(report, paintFor(process.stdout, process.env))))

  if (reports.some(({ issues }) => issues.some(({ severity }) => severity === 'fault')))
    return exit.invalidDocument
  return opened.includes(undefined) ? exit.usage : exit.done
}

async function opening(file: string): Promise<Source | undefined> {
  try {
    return await sourceAt(file)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    tell(error.message)
    return undefined
  }
}

interface Reading {
  /** Every file that was asked for. */
  readonly named: readonly string[]
  readonly tree?: readonly string[]
  /** What the document is, where another that names it says so. */
  readonly kind?: DocumentKind
}

/** On the document, and on the one that it names unless that is checked anyway. */
async function reportsOn(source: Source | undefined, reading: Reading): Promise<readonly FileReport[]> {
  if (source === undefined) return []
  const { named, ...surroundings } = reading
  const report = await checkDocument(source, surroundings)
  const { names } = report
  if (names === undefined || named.some((other) => resolve(other) === resolve(names.file))) return [report]
  const { file, document: kind } = names
  try {
    // The Lambda reads JSON, whatever the file is called.
    const other = { ...(await sourceAt(file)), language: 'json' as const }
    return [report, ...(await reportsOn(other, { ...reading, kind }))]
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    tell(`${error.message}; the ${kind} of ${source.file} are not checked`)
    return [report]
  }
}

/** The same members for every file. */
function presented({ file, kind, issues, summary = null }: ShownReport) {
  return { file, kind, issues, summary }
}

type ShownReport = Omit<FileReport, 'summary'> & { readonly summary?: FileReport['summary'] | null }
