/** Values by the names a template may use, without the `$`: `context.requestId`. */
export type Variables = Readonly<Record<string, string>>

/**
 * Fills `$context.x.y` and `${context.x.y}` in; names without a value become nothing. This is all
 * gateway responses know: no logic, no functions.
 *
 * Source: API Gateway developer guide, "Gateway responses in API Gateway".
 */
export function substitute(template: string, variables: Variables): string {
  return template.replace(
    /\$(?:\{([A-Za-z][\w.-]*)\}|([A-Za-z][\w-]*(?:\.[\w-]+)+))/g,
    (_, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare ?? ''
      return Object.hasOwn(variables, name) ? (variables[name] ?? '') : ''
    },
  )
}

/** The same for a header, where only visible characters, spaces and tabs may stand. */
export function substituteHeader(template: string, variables: Variables): string {
  return substitute(template, variables).replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
}
