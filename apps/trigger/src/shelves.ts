import { knowing, type Shelf } from '@sallyport/composition/configured'
import type { ChangeSource, Ledger, PipelineStarter } from '@sallyport/delivery'

/** What a source gets beside its options. */
export interface SourceSurroundings {
  readonly pause: (milliseconds: number) => Promise<void>
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number
}

/** What `use` may name; each is imported only when it is chosen. */
export const sources: Shelf<ChangeSource, SourceSurroundings> = {
  codecommit: async () => (await import('@sallyport/change-source-codecommit')).codecommit,
  artefact: async () => (await import('@sallyport/change-source-artefact')).artefact,
  image: async () => (await import('@sallyport/change-source-image')).image,
  github: async () => (await import('@sallyport/change-source-github')).github,
  git: async () => (await import('@sallyport/change-source-git')).git,
}

export const pipelines: Shelf<PipelineStarter, object> = {
  codepipeline: async () =>
    knowing(
      [
        'clientOptions',
        'attempts',
        'timeoutMilliseconds',
        'firstPauseMilliseconds',
        'longestPauseMilliseconds',
      ],
      (await import('@sallyport/pipeline-codepipeline')).codepipeline,
    ),
}

export const ledgers: Shelf<Ledger, object> = {
  dynamodb: async () =>
    knowing(['table', 'clientOptions', 'attempts'], (await import('@sallyport/ledger-dynamodb')).dynamodb),
  file: async () => knowing(['path', 'mostWastedLines'], (await import('@sallyport/ledger-file')).file),
  memory: async () => knowing([], (await import('@sallyport/delivery')).memoryLedger),
}
