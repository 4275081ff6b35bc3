import type { Viewer } from '../api/credential.ts'

/** A request whose path one operation's pattern fits. */
export interface Asked {
  /** Where the API is, without a slash at the end: `http://127.0.0.1:49152/api/v3`. */
  readonly root: string
  /** From the root, as it was sent: `/repos/acme/shop/branches`. */
  readonly path: string
  /** By the names in the pattern, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
  readonly viewer: Viewer
}

export interface Answer {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Operation {
  /** As in GitHub's OpenAPI description: `git/get-ref`. */
  readonly id: string
  readonly method: 'GET' | 'POST'
  /** Such as `/repos/{owner}/{repo}/git/ref/{ref...}`; three dots take the rest of the path, slashes too. */
  readonly pattern: string
  /** Who may ask: an App as itself, by its JWT, or whoever reads repositories. */
  readonly by: 'app' | 'reader'
  readonly answer: (asked: Asked) => Promise<Answer>
}

/** The operation for a path, and what its pattern's names stand for. */
export function operationFor(
  operations: readonly Operation[],
  method: string,
  path: string,
): { readonly operation: Operation; readonly parameters: Readonly<Record<string, string>> } | undefined {
  for (const operation of operations) {
    const parameters = operation.method === method ? fitted(operation.pattern, path) : undefined
    if (parameters !== undefined) return { operation, parameters }
  }
  return undefined
}

function fitted(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/')
  const steps = path.split('/')
  const takesRest = pattern.endsWith('...}')
  if (takesRest ? steps.length < wanted.length : steps.length !== wanted.length) return undefined
  const found: Record<string, string> = {}
  for (const [at, step] of wanted.entries()) {
    const name = /^\{(\w+)(?:\.\.\.)?\}$/.exec(step)?.[1]
    if (name === undefined) {
      if (step !== steps[at]) return undefined
      continue
    }
    const raw = step.endsWith('...}') ? steps.slice(at).join('/') : (steps[at] ?? '')
    const value = decoded(raw)
    if (value === undefined || value === '') return undefined
    found[name] = value
  }
  return found
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
