/** What files are known by. Of a path that is there twice, the other follows. */
export interface FileMark {
  /** As a signed number, which takes no memory of its own. */
  readonly crc: number
  readonly size: number
  readonly method: number
  readonly mode: number
  readonly also: FileMark | undefined
}

export const isSame = (one: FileMark, other: FileMark): boolean =>
  one.crc === other.crc &&
  one.size === other.size &&
  one.method === other.method &&
  one.mode === other.mode &&
  isSameRest(one.also, other.also)

const isSameRest = (one: FileMark | undefined, other: FileMark | undefined): boolean =>
  one === undefined || other === undefined ? one === other : isSame(one, other)

/** `-559038737.1024.8.33188`, with another behind a plus. */
export function markText({ crc, size, method, mode, also }: FileMark): string {
  const own = `${crc}.${size}.${method}.${mode}`
  return also === undefined ? own : `${own}+${markText(also)}`
}

const form = /^-?\d+(?:\.\d+){3}(?:\+-?\d+(?:\.\d+){3})*$/

/** The mark of a text; nothing when it is none. */
export function markIn(text: string): FileMark | undefined {
  if (!form.test(text)) return undefined
  let mark: FileMark | undefined
  for (const own of text.split('+').toReversed()) {
    const [crc = 0, size = 0, method = 0, mode = 0] = own.split('.').map(Number)
    mark = { crc, size, method, mode, also: mark }
  }
  return mark
}
