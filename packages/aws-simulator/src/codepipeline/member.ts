import { list, structure, text, whole } from '../wire/shape.ts'

const namePattern = String.raw`[A-Za-z0-9.@\-_]+`

/** Members of CodePipeline's inputs, from its service model (2015-07-09). */
export const pipelineName = text({ least: 1, most: 100, pattern: namePattern })

export const executionId = text({
  pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
})

export const nextToken = text({ least: 1, most: 2048 })

export const maxPipelines = whole({ least: 1, most: 1000 })

export const maxResults = whole({ least: 1, most: 100 })

export const version = whole({ least: 1 })

export const clientRequestToken = text({ least: 1, most: 128, pattern: '[a-zA-Z0-9-]+' })

export const variables = list(
  structure(
    {
      name: text({ least: 1, most: 128, pattern: String.raw`[A-Za-z0-9@\-_]+` }),
      value: text({ least: 1, most: 1000 }),
    },
    ['name', 'value'],
  ),
  { least: 1, most: 50 },
)

export const sourceRevisions = list(
  structure(
    {
      actionName: text({ least: 1, most: 100, pattern: namePattern }),
      revisionType: text({ oneOf: ['COMMIT_ID', 'IMAGE_DIGEST', 'S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'] }),
      revisionValue: text({ least: 1, most: 1500 }),
    },
    ['actionName', 'revisionType', 'revisionValue'],
  ),
  { most: 50 },
)

export const filter = structure({
  succeededInStage: structure({ stageName: text({ least: 1, most: 100, pattern: namePattern }) }),
})
