/** The forms of W3C's note on date and time, which IAM names as its date format. */
const iso = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/

/** Milliseconds since the epoch of an ISO 8601 date or of epoch seconds; `undefined` for other text. */
export function instantOf(text: string): number | undefined {
  const year = /^\d{4}$/.test(text)
  if (!year && /^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  if (!iso.test(text)) return undefined
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}
