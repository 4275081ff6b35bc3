import { UpstreamUnavailable } from '@sallyport/kernel'
import type { WholeStage } from '../ports/change-source.contract.ts'
import type { SourceFault } from '../ports/change-source-contract/stage.ts'
import type { ChangeSource, Comparison } from '../ports/change-source.ts'
import { SourceRefused } from '../ports/source-refused.ts'
import type { Origin, Revision } from '../revision.ts'

export const web: Origin = { kind: 'ecr', repository: 'web', ref: 'web' }

/** A registry of images in memory. */
export interface Registry {
  readonly source: ChangeSource
  /** Pushes an image of these layers, and tells what its event says. */
  readonly push: (layers: string, tag?: string) => Revision
  /** Gives a tag to an image that is there. */
  readonly retag: (digest: string, tag: string) => Revision
  readonly untag: (tag: string) => Revision
  readonly befall: (fault: SourceFault | undefined) => void
  /** What each tag is now. */
  readonly tags: () => ReadonlyMap<string, string>
  readonly layersOf: (digest: string) => string
}

interface Memory {
  /** Layers by digest, and when each was pushed: giving an image another tag does not change that. */
  readonly images: Map<string, { readonly layers: string; readonly pushed: string; readonly at: number }>
  readonly tags: Map<string, string>
  fault: SourceFault | undefined
}

/** @param eventsPerSecond how many events in a row have the same time */
export function memoryRegistry(eventsPerSecond = 1): Registry {
  const memory: Memory = { images: new Map(), tags: new Map(), fault: undefined }
  let time = 0
  const orderOf = (at: number) => String(Math.floor(at / eventsPerSecond)).padStart(6, '0')
  const order = () => orderOf((time += 1))
  const retag = (to: string, tag: string | undefined): Revision => {
    const at = order()
    if (tag === undefined)
      return { ...web, happened: 'updated', to, order: at, undeployable: 'an image without a tag' }
    memory.tags.set(tag, to)
    return { ...web, happened: 'updated', to, tag, order: at }
  }
  return {
    source: sourceOn(memory),
    push(layers, tag) {
      const digest = `sha256:${String(memory.images.size + 1).padStart(64, '0')}`
      memory.images.set(digest, { layers, pushed: orderOf(time + 1), at: time + 1 })
      return retag(digest, tag)
    },
    retag,
    untag(tag) {
      memory.tags.delete(tag)
      return { ...web, happened: 'deleted', tag, order: order() }
    },
    befall: (fault) => void (memory.fault = fault),
    tags: () => memory.tags,
    layersOf: (digest) => memory.images.get(digest)?.layers ?? '',
  }
}

function sourceOn(memory: Memory): ChangeSource {
  const answering = async <Answer>(answer: () => Answer): Promise<Answer> => {
    if (memory.fault === 'busy') throw new UpstreamUnavailable('ecr:web')
    if (memory.fault === 'gone') throw new SourceRefused('ecr:web', 'repository_missing')
    return answer()
  }
  return {
    kind: 'ecr',
    recognise,
    tip: ({ tag = '' }) => answering(() => memory.tags.get(tag)),
    firstBase: () => answering(() => undefined),
    changes: ({ from, to }) => answering(() => comparison(memory.images, from, to)),
    pin: ({ repository }, to) => ({
      revisionType: 'IMAGE_DIGEST',
      revisionValue: to,
      action: { provider: 'ECR', configuration: { RepositoryName: repository } },
    }),
    refs: () => answering(() => []),
    tags: () =>
      answering(() =>
        [...memory.tags]
          .map(([tag, to]) => ({ tag, to, ...memory.images.get(to) }))
          .sort((one, other) => (other.at ?? 0) - (one.at ?? 0))
          .map(({ tag, to, pushed = '' }) => ({ tag, to, order: pushed })),
      ),
  }
}

function comparison(images: Memory['images'], from: string | undefined, to: string): Comparison {
  const layers = images.get(to)?.layers
  if (layers === undefined) return { outcome: 'unknown_revision' }
  if (from === to) return { outcome: 'whole', differs: 'nothing' }
  return {
    outcome: 'whole',
    differs: from !== undefined && images.get(from)?.layers === layers ? 'rebuild' : 'content',
  }
}

function recognise(event: unknown): Revision | undefined {
  try {
    const { source, happened, to, tag }: Record<string, unknown> = { ...(event as object) }
    if (source !== 'registry' || typeof tag !== 'string') return undefined
    if (happened === 'deleted') return { ...web, happened, tag }
    const isDigest = typeof to === 'string' && /^sha256:\d{64}$/.test(to)
    if (happened !== 'updated' || !isDigest) return undefined
    return { ...web, happened, to, tag }
  } catch {
    return undefined
  }
}

/** The stage of the contract, over the same registry. */
export function registryStage(
  change: (source: ChangeSource) => ChangeSource = (source) => source,
): WholeStage {
  const registry = memoryRegistry()
  const tag = 'live'
  let layers = ''
  return {
    source: change(registry.source),
    origin: web,
    tag,
    land: async (edits) => registry.push((layers = `${layers}${JSON.stringify(edits)}`), tag).to ?? '',
    rebuild: async () => registry.push(layers, tag).to ?? '',
    untag: async () => void registry.untag(tag),
    event: ({ happened, to }) => ({
      source: 'registry',
      happened: happened === 'deleted' ? happened : 'updated',
      tag,
      ...(to === undefined ? {} : { to }),
    }),
    befall: async (fault) => registry.befall(fault),
  }
}
