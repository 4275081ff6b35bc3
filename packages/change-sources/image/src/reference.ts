/** As ECR takes them: 2 to 256 lower-case letters, digits, and separators between. */
export const isRepositoryName = (text: unknown): text is string =>
  typeof text === 'string' && /^[a-z0-9][a-z0-9._/-]{0,254}[a-z0-9]$/.test(text)

/** OCI distribution specification, "Pulling manifests"; ECR takes longer ones than its 128 letters. */
export const isTag = (text: unknown): text is string =>
  typeof text === 'string' && /^\w[\w.-]{0,299}$/.test(text)

/** OCI image specification, descriptor, "Digests". Events are taken by it, examples of AWS's among them. */
export const isDigest = (text: unknown): text is string =>
  typeof text === 'string' && /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[\w=-]{32,128}$/.test(text)
