const forbidden = /[^!-~\u0080-\uffff]|[~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|[/.]$/

/** The full name of a branch or tag, by the rules of `git check-ref-format`. */
export function isRefName(text: unknown): text is string {
  return typeof text === 'string' && /^refs\/(?:heads|tags)\/[^/.]/.test(text) && !forbidden.test(text)
}
