/** Where each of the kernel's words was decided. A word is added here and there, in one commit. */
export const kernelRecord = 'docs/decisions/2026-11-25-what-the-kernel-holds.md'

/** Every name the kernel's doors export. */
export const kernelWords: readonly string[] = [
  'Check',
  'Clause',
  'Clock',
  'ConfigurationInvalid',
  'Contract',
  'DocumentInvalid',
  'DocumentNotice',
  'DocumentStore',
  'DocumentStoreStage',
  'EventUnsupported',
  'Explanation',
  'Failure',
  'FailureCode',
  'Issue',
  'LivingDocument',
  'LivingDocumentOptions',
  'Reading',
  'StoredDocument',
  'UpstreamUnavailable',
  'demand',
  'documentStoreContract',
  'issueFrom',
  'livingDocument',
  'nearestWord',
  'reservedMembers',
  'sentence',
  'spelled',
]
