/** An API's stage: what one policy speaks of, and what API Gateway caches it for. */
export interface ApiStage {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string
  readonly region: string
  readonly accountId: string
  readonly apiId: string
  readonly stage: string
}

/** `arn:{partition}:execute-api:{region}:{account}:{apiId}/{stage}/{verb}/{path}`, taken apart. */
export interface MethodArn extends ApiStage {
  readonly verb: string
  /** Starts with a slash. What the caller asked for, to the letter: to be compared, never copied. */
  readonly path: string
}

const shape =
  /^arn:(?<partition>aws[a-z-]*):execute-api:(?<region>[a-z0-9-]+):(?<accountId>\d{12}):(?<apiId>[A-Za-z0-9]+)\/(?<stage>[\w$-]+)\/(?<verb>[A-Z]+)(?:\/(?<path>.*))?$/s

/**
 * Reads a method ARN by its first five colons only, since a path may hold colons of its own.
 * The stage is held to the characters that AWS allows, because it is copied into policies.
 *
 * @returns nothing for a text that is not one
 */
export function methodArn(text: string): MethodArn | undefined {
  const parts = shape.exec(text)?.groups
  if (parts === undefined) return undefined
  const { partition = '', region = '', accountId = '', apiId = '', stage = '', verb = '', path = '' } = parts
  return { partition, region, accountId, apiId, stage, verb, path: `/${path}` }
}

/** What every resource of this API and stage begins with, up to the slash before the verb. */
export function resourcePrefix({ partition, region, accountId, apiId, stage }: ApiStage): string {
  return `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${stage}/`
}
