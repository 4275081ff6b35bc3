/** What is known of something in a repository by its names alone. */
export interface Described {
  readonly tag?: string | undefined
  readonly artifactMediaType?: unknown
}

/**
 * Whether something is about an image, and is none: a signature, an attestation, a bill of materials,
 * an index for lazy loading.
 *
 * By what it says it is, or by a tag as cosign (`sha256-….sig`) and registries without referrers
 * (`sha256-…`) write it. Whatever else is kept in a repository, such as a Helm chart, is there to be
 * deployed.
 */
export function isReferrer({ tag = '', artifactMediaType }: Described): boolean {
  return kinds.test(typeof artifactMediaType === 'string' ? artifactMediaType : '') || tags.test(tag)
}

/** Why nothing is started for it. */
export const referrerWords = 'a signature, an attestation or a list of parts of an image'

const kinds =
  /^(?:application|text)\/(?:vnd\.)?(?:dev\.(?:cosign|sigstore)\.|cncf\.notary\.|amazon\.soci\.|dsse\.|in-toto|spdx|cyclonedx|syft|openvex|sarif)/

// OCI distribution specification, "Referrers Tag Schema".
const tags = /^sha256-[0-9a-f]{64}(?:\.|$)/
