import { type Issue, sentence } from './issue.ts'

/** What an alarm can count on: one code, one cause, one person to wake. */
export type FailureCode =
  | 'CONFIGURATION_INVALID'
  | 'DOCUMENT_INVALID'
  | 'EVENT_UNSUPPORTED'
  | 'UPSTREAM_UNAVAILABLE'

/** The house could not do its work. A caller being turned away is not a failure. */
export abstract class Failure extends Error {
  abstract readonly code: FailureCode
}

/** A deployment was given settings that cannot work. Raised while the Lambda starts. */
export class ConfigurationInvalid extends Failure {
  // Spelt out because a minified bundle renames classes, and logs outlive bundles.
  override readonly name = 'ConfigurationInvalid'
  readonly code = 'CONFIGURATION_INVALID'
  readonly issues: readonly Issue[]

  /** @param issues every fault found, in the order of the settings; never the value of a secret */
  constructor(issues: readonly Issue[]) {
    super(issues.map(sentence).join('; '))
    this.issues = issues
  }
}

/** A document cannot be used, and there is no earlier good one to serve from. */
export class DocumentInvalid extends Failure {
  override readonly name = 'DocumentInvalid'
  readonly code = 'DOCUMENT_INVALID'
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super(issues.map(sentence).join('; '))
    this.issues = issues
  }
}

/** A Lambda was invoked with something this entrance does not speak. */
export class EventUnsupported extends Failure {
  override readonly name = 'EventUnsupported'
  readonly code = 'EVENT_UNSUPPORTED'

  constructor(expected: string, found: string) {
    super(`event: expected ${expected}, found ${found}`)
  }
}

/** Something we depend on did not answer. The same request may succeed later. */
export class UpstreamUnavailable extends Failure {
  override readonly name = 'UpstreamUnavailable'
  readonly code = 'UPSTREAM_UNAVAILABLE'
  readonly upstream: string

  /** @param upstream what did not answer, such as a URL without credentials and query */
  constructor(upstream: string, options?: { readonly cause?: unknown; readonly found?: string }) {
    super(`${upstream}: expected an answer, found ${options?.found ?? 'none'}`, options)
    this.upstream = upstream
  }
}
