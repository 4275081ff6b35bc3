import { createHash } from 'node:crypto'

/** The kinds of manifests that ECR takes. */
export const mediaTypes = {
  docker: {
    image: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
  oci: {
    image: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
} as const

/** What a manifest says of itself, as far as the registry looks. */
export interface Facts {
  /** Its own `mediaType`, which OCI lets be left out. */
  readonly mediaType: string | undefined
  readonly artifactMediaType: string | undefined
  /** The digest of the manifest that it is about. */
  readonly subject: string | undefined
  /** Digests of the manifests in an index. */
  readonly children: readonly string[]
  readonly sizeInBytes: number
}

/** The name of a manifest, as of anything in a registry: SHA-256 of its bytes. */
export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

/** @returns nothing for what is no JSON object */
export function factsIn(manifest: string): Facts | undefined {
  const value = parsed(manifest)
  if (value === undefined) return undefined
  const config = membersOf(value['config'])
  const blobs = [config, ...itemsIn(value, 'layers')]
  return {
    mediaType: textOf(value['mediaType']),
    artifactMediaType: textOf(value['artifactType']) ?? textOf(config['mediaType']),
    subject: textOf(membersOf(value['subject'])['digest']),
    children: itemsIn(value, 'manifests').flatMap(({ digest }) => textOf(digest) ?? []),
    sizeInBytes: blobs.reduce((sum, { size }) => sum + (typeof size === 'number' ? size : 0), 0),
  }
}

type Members = Readonly<Record<string, unknown>>

function parsed(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

function itemsIn(members: Members, name: string): readonly Members[] {
  const value = members[name]
  return Array.isArray(value) ? value.map(membersOf) : []
}
