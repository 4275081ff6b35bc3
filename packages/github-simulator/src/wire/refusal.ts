/** An answer with a status from 400 on. */
export class GitHubRefusal extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  /** @param message as GitHub words it */
  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

export const notFound = () => new GitHubRefusal(404, 'Not Found')
