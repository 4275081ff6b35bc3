import { digestOf, mediaTypes } from './manifest.ts'

/** What is pushed, in words that a test or a laptop would use. */
export type ImageBuild =
  /** A manifest to the letter. */
  | { readonly manifest: string; readonly mediaType?: string }
  | (Settings & {
      /** What each layer holds; the same text is the same layer. */
      readonly layers: readonly string[]
    })
  | (Settings & {
      /** `linux/amd64`, `linux/arm/v7`, and the layers of each. */
      readonly platforms: Readonly<Record<string, readonly string[]>>
      /** Adds an entry `unknown/unknown` for each platform, as BuildKit does. Defaults to false. */
      readonly attested?: boolean
    })

export interface Settings {
  /** Changes with each build, and nothing else with it: when it was. */
  readonly build?: string
  /** Defaults to `docker`. */
  readonly format?: 'docker' | 'oci'
  /** `sha256:...` of the image that it is about: a referrer. */
  readonly subject?: string
  /** What a referrer or another artefact is; goes with `format: 'oci'`. */
  readonly artifactType?: string
}

/** A manifest with its children, which are pushed before it. */
export interface Built {
  readonly manifest: string
  readonly mediaType: string | undefined
  readonly children: readonly Built[]
}

export function builtOf(build: ImageBuild): Built {
  if ('manifest' in build) return { manifest: build.manifest, mediaType: build.mediaType, children: [] }
  return 'layers' in build ? imageOf(build.layers, build) : indexOf(build)
}

function imageOf(layers: readonly string[], settings: Settings): Built {
  const { build = '', format = 'docker', subject, artifactType } = settings
  const types = mediaTypes[format]
  const manifest = {
    schemaVersion: 2,
    mediaType: types.image,
    ...(artifactType === undefined ? {} : { artifactType }),
    config: blobOf(types.config, `configuration ${build} ${layers.join()}`),
    layers: layers.map((layer) => blobOf(types.layer, layer)),
    ...(subject === undefined ? {} : { subject: { mediaType: types.image, digest: subject, size: 1 } }),
  }
  return { manifest: JSON.stringify(manifest), mediaType: types.image, children: [] }
}

function indexOf(build: Extract<ImageBuild, { readonly platforms: unknown }>): Built {
  const { platforms, attested = false, format = 'docker' } = build
  const types = mediaTypes[format]
  const images = Object.entries(platforms).map(([name, layers]) => {
    const [os = '', architecture = '', variant] = name.split('/')
    const platform = { architecture, os, ...(variant === undefined ? {} : { variant }) }
    return { image: imageOf(layers, build), platform, annotations: undefined }
  })
  const attestations = images.map(({ image }) => ({
    image: imageOf([`attestation of ${digestOf(image.manifest)}`], { ...build, format: 'oci' }),
    platform: { architecture: 'unknown', os: 'unknown' },
    annotations: {
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': digestOf(image.manifest),
    },
  }))
  const entries = attested ? [...images, ...attestations] : images
  const manifests = entries.map(({ image: { manifest, mediaType }, platform, annotations }) => ({
    mediaType,
    digest: digestOf(manifest),
    size: Buffer.byteLength(manifest),
    platform,
    ...(annotations === undefined ? {} : { annotations }),
  }))
  return {
    manifest: JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests }),
    mediaType: types.index,
    children: entries.map(({ image }) => image),
  }
}

const blobOf = (mediaType: string, content: string) => ({
  mediaType,
  digest: digestOf(content),
  size: Buffer.byteLength(content),
})
