import type { GitHub, Reply, Sent } from './github-client.ts'

export type Read = (github: GitHub, sent: Sent) => Promise<Reply>

export interface Question {
  /** `owner/name` */
  readonly repository: string
  readonly read: Read
  /** A name, for what may be the same the next time; asking for it again is then free. */
  readonly remembered?: string
}

export interface Answer {
  readonly body: unknown
  /** The header that leads to other pages. */
  readonly link: string | undefined
}

/** What tells of a repository as a whole: its default branch, for one. */
export const repositoryItself = (repository: string): Question => ({
  repository,
  read: (github, sent) => github.repository(sent),
  remembered: 'itself',
})
