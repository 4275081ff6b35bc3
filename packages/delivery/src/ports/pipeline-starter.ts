/** One revision for one source action of a pipeline (CodePipeline's `SourceRevisionOverride`). */
export interface Pin {
  readonly revisionType: 'COMMIT_ID' | 'IMAGE_DIGEST' | 'S3_OBJECT_VERSION_ID' | 'S3_OBJECT_KEY'
  readonly revisionValue: string
  /** Which source action it is for: the provider (`CodeCommit`), and what its configuration must say. */
  readonly action: {
    readonly provider: string
    readonly configuration: Readonly<Record<string, string>>
    /** Chooses between several actions that fit. */
    readonly preferably?: Readonly<Record<string, string>>
  }
  /** Overrides of the same action that go with it: the key of an object beside its version. */
  readonly with?: readonly Pick<Pin, 'revisionType' | 'revisionValue'>[]
  /** What to try when no action of the pipeline fits this one. */
  readonly otherwise?: Pin
}

export interface Start {
  readonly pipeline: string
  readonly pin: Pin
  /** Letters, digits and hyphens, at most 128: the same start, tried again, has the same. */
  readonly token: string
  readonly variables?: Readonly<Record<string, string>>
}

export type Started =
  | { readonly outcome: 'started'; readonly execution: string }
  | {
      readonly outcome: 'refused'
      /** `pipeline_missing`, or everything else that trying again does not change. */
      readonly reason: 'pipeline_missing' | 'pipeline_refused'
      /** Why, in words for a person. */
      readonly found: string
    }

/**
 * Starts pipelines. The same token never starts one twice.
 *
 * Throttling, a busy pipeline, a full queue of executions and a lost answer reject with
 * `UpstreamUnavailable` once the adapter's own retries are spent: the start may be tried again, with
 * the same token.
 */
export interface PipelineStarter {
  readonly start: (start: Start) => Promise<Started>
}
