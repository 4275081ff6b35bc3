import { isDigest } from './reference.ts'

/** What an image is made of, as far as its manifest tells. */
export type Manifest =
  | { readonly kind: 'image'; readonly layers: readonly string[] }
  | { readonly kind: 'index'; readonly platforms: readonly Platform[] }

/** One image of an index. */
export interface Platform {
  /** Operating system, architecture and what else tells it from the others; compared as text. */
  readonly name: string
  /** Of its manifest. */
  readonly digest: string
}

const kinds: ReadonlyMap<string, Manifest['kind']> = new Map([
  ['application/vnd.docker.distribution.manifest.v2+json', 'image'],
  ['application/vnd.oci.image.manifest.v1+json', 'image'],
  ['application/vnd.docker.distribution.manifest.list.v2+json', 'index'],
  ['application/vnd.oci.image.index.v1+json', 'index'],
])

/** The kinds of manifests that can be read. */
export const readableKinds: readonly string[] = [...kinds.keys()]

const configurations: ReadonlySet<unknown> = new Set([
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
])

/** The most entries that are looked at; no image is known to have a tenth of it. */
const mostEntries = 1000

/**
 * Reads a manifest.
 *
 * @returns nothing for what there is nothing to compare by: no JSON, another kind, an artefact that is
 * no image, no layers, or entries without digests
 */
export function manifestIn(text: string, mediaType: string): Manifest | undefined {
  const members = membersOf(parsed(text))
  const kind = kinds.get(mediaType)
  // One that says it is something else has two meanings, and none to rely on.
  if (kind === undefined || (members['mediaType'] ?? mediaType) !== mediaType) return undefined
  return kind === 'image' ? imageIn(members) : indexIn(members)
}

function imageIn({ config, layers, artifactType, manifests }: Members): Manifest | undefined {
  const { mediaType } = membersOf(config)
  if (artifactType !== undefined || manifests !== undefined || !configurations.has(mediaType))
    return undefined
  const digests = entriesIn(layers)?.map(({ digest }) => digest)
  return digests?.every(isDigest) === true ? { kind: 'image', layers: digests } : undefined
}

function indexIn({ manifests, layers }: Members): Manifest | undefined {
  if (layers !== undefined) return undefined
  const platforms: Platform[] = []
  for (const { digest, platform } of entriesIn(manifests) ?? []) {
    if (!isDigest(digest)) return undefined
    const { name, isForNobody } = machineOf(membersOf(platform))
    if (name === undefined) return undefined
    // BuildKit keeps attestations as images for no machine at all, and they differ with every build.
    if (!isForNobody) platforms.push({ name, digest })
  }
  return platforms.length === 0 ? undefined : { kind: 'index', platforms: platforms.sort(byName) }
}

/** @returns no name where a member is not what OCI says it is */
function machineOf({ os, architecture, variant, ...others }: Members) {
  const features: unknown = others['os.features'] ?? []
  const words = [
    os,
    architecture,
    variant,
    others['os.version'],
    ...(Array.isArray(features) ? features : [{}]),
  ]
  const isSound = words.every((word) => word === undefined || typeof word === 'string')
  return {
    name: isSound ? JSON.stringify(words) : undefined,
    isForNobody: os === 'unknown' && architecture === 'unknown',
  }
}

const byName = (one: Platform, other: Platform) =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : 0

type Members = Readonly<Record<string, unknown>>

function entriesIn(value: unknown): readonly Members[] | undefined {
  const isList = Array.isArray(value) && value.length > 0 && value.length <= mostEntries
  return isList ? value.map(membersOf) : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? { ...value } : {}
