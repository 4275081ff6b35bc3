import { resolve } from 'node:path'
import { checkPage } from '../check-page.ts'
import { checkDocument, type FileReport } from '../document-check.ts'
import { exit, type ExitCode, UsageError } from '../exit.ts'
import { type Source, sourceAt } from '../source.ts'
import { paintFor, print, printJson, tell } from '../terminal.ts'

/** Checks every document and tells everything at once, whatever it finds in the first. */
export async function check(
  files: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<ExitCode> {
  const named = [...new Set(files)]
  const opened = await Promise.all(named.map(opening))
  const reports = (await Promise.all(opened.map((source) => reportsOn(source, named)))).flat()

  const unchecked = reports.filter(({ kind }) => kind === 'rules')
  for (const { file } of unchecked)
    tell(
      `${file}: expected a permissions or configuration document, found rules, which this version does not check`,
    )
  if (json) printJson({ files: reports.map(presented) })
  else print(reports.flatMap((report) => checkPage(report, paintFor(process.stdout, process.env))))

  if (reports.some(({ issues }) => issues.some(({ severity }) => severity === 'fault')))
    return exit.invalidDocument
  return opened.includes(undefined) || unchecked.length > 0 ? exit.usage : exit.done
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

/** On the document, and on the permissions that it names unless they are checked anyway. */
async function reportsOn(
  source: Source | undefined,
  named: readonly string[],
): Promise<readonly FileReport[]> {
  if (source === undefined) return []
  const report = await checkDocument(source)
  const { permissionsFile: file } = report
  if (file === undefined || named.some((other) => resolve(other) === resolve(file))) return [report]
  try {
    // The Lambda reads JSON, whatever the file is called.
    return [report, await checkDocument({ ...(await sourceAt(file)), language: 'json' })]
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    tell(`${error.message}; the permissions of ${source.file} are not checked`)
    return [report]
  }
}

/** The same members for every file. */
function presented({ file, kind, issues, summary = null }: ShownReport) {
  return { file, kind, issues, summary }
}

type ShownReport = Omit<FileReport, 'summary'> & { readonly summary?: FileReport['summary'] | null }
