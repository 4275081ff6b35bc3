import { list, structure, text, type TextShape, whole } from '../wire/shape.ts'

const invalid = 'InvalidParameterException'

/** Members of ECR's inputs, from its service model (2015-09-21). */
export const repositoryName: TextShape = text({
  least: 2,
  most: 256,
  pattern: String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*`,
  missing: invalid,
  invalid,
})

export const registryId: TextShape = text({ pattern: '[0-9]{12}', invalid })

export const imageDigest: TextShape = text()

export const imageTag: TextShape = text({ least: 1, most: 300, invalid })

export const imageIds = list(structure({ imageDigest, imageTag }), {
  least: 1,
  most: 100,
  missing: invalid,
  invalid,
})

export const filter = structure({
  tagStatus: text({ oneOf: ['TAGGED', 'UNTAGGED', 'ANY'], invalid }),
  imageStatus: text({ oneOf: ['ACTIVE', 'ARCHIVED', 'ACTIVATING', 'ANY'], invalid }),
})

export const maxResults = whole({ least: 1, most: 1000, invalid })

export const nextToken: TextShape = text({ least: 1 })

export const acceptedMediaTypes = list(text(), { least: 1, most: 100, invalid })

export const imageManifest: TextShape = text({ least: 1, most: 4_194_304, missing: invalid, invalid })

export const mediaType: TextShape = text()
