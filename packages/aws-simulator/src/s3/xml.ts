/** An XML element: its name, and what is in it (texts are escaped, lists of elements are not). */
export type Element = readonly [name: string, content: string | number | boolean | readonly Element[]]

/** A document of S3's namespace, such as `ListVersionsResult`. */
export const xmlDocument = (name: string, content: readonly Element[]): Buffer =>
  Buffer.from(
    `${declaration}<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content.map(written).join('')}</${name}>`,
  )

/** S3's errors have no namespace. */
export const xmlError = (content: readonly Element[]): Buffer =>
  Buffer.from(`${declaration}${written(['Error', content])}`)

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

const written = ([name, content]: Element): string =>
  `<${name}>${typeof content === 'object' ? content.map(written).join('') : escaped(String(content))}</${name}>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? '').replace(/[\p{Cc}]/gu, numbered)

const numbered = (character: string) => `&#${character.codePointAt(0)};`
