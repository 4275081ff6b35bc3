/** Lines of columns: words to the left, numbers to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] {
  const widths = head.map((title, at) =>
    rows.reduce((most, row) => Math.max(most, String(row[at] ?? '').length), title.length),
  )
  const line = (cells: readonly (string | number)[]) =>
    head
      .map((_, at) => {
        const isNumber = typeof rows[0]?.[at] === 'number'
        const cell = String(cells[at] ?? '')
        return isNumber ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)
      })
      .join('  ')
      .trimEnd()
  return [line(head), ...rows.map(line)]
}
