/** For a POSIX shell, which must not read a scope as a command. */
export const quoted = (text: string) =>
  /^[\w.:/@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
