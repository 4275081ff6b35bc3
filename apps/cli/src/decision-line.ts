import type { Decision } from '@sallyport/delivery'
import { type Paint, printable, type Tone } from './terminal.ts'

const tones: Readonly<Record<string, Tone>> = { start: 'good', skip: 'faint' }

/** `12:30:00  web  start  matched  "apps/web/x.ts" by apps/web/**  1234567..89abcde  execution 5f0c...` */
export function decisionLine(decision: Decision, at: Date, paint: Paint): string {
  const { pipeline, verdict, reason, because, from, to, execution } = decision
  const { path, rule, note } = because
  const grounds = [
    path === undefined ? undefined : JSON.stringify(path),
    rule === undefined ? undefined : `by ${rule}`,
    note,
  ].filter((ground) => ground !== undefined)
  const parts = [
    paint('faint', at.toISOString().slice(11, 19)),
    printable(pipeline),
    paint(tones[verdict] ?? 'warning', verdict),
    reason,
    ...(grounds.length === 0 ? [] : [printable(grounds.join(' '))]),
    `${short(from)}..${short(to)}`,
    ...(execution === undefined ? [] : [`execution ${execution}`]),
  ]
  return parts.join('  ')
}

/** What tells revisions apart: not that a digest is one. */
const short = (revision: string | undefined) =>
  revision?.replace(/^(?:sha256|etag):/, '').slice(0, 7) ?? 'nothing'
