import type { Input } from './input-check.ts'
import type { StructureShape } from './shape.ts'

/** One operation of a service: what it takes, and what it does. */
export interface Operation {
  readonly input: StructureShape
  /** @throws AwsRefusal */
  readonly answer: (input: Input) => Promise<object> | object
}

/** A service as the wire knows it. */
export interface Api {
  /** What stands before the dot of `X-Amz-Target`, such as `CodePipeline_20150709`. */
  readonly targetPrefix: string
  /** The service's name in a signature's scope and in IAM actions, such as `codepipeline`. */
  readonly signingName: string
  /** Of what it takes and answers; defaults to `application/x-amz-json-1.1`. */
  readonly contentType?: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1'
  readonly operations: Readonly<Record<string, Operation>>
}

/** One call that was understood, whatever became of it. */
export interface Call {
  readonly api: string
  readonly operation: string
  readonly input: Input
}

/** A text member, or nothing; the input was checked before. */
export function textIn(input: Input, member: string): string | undefined {
  const value = input[member]
  return typeof value === 'string' ? value : undefined
}

/** A text member that its shape requires. */
export const requiredIn = (input: Input, member: string): string => textIn(input, member) ?? ''

/** A number member, or the other number. */
export function numberIn(input: Input, member: string, otherwise: number): number {
  const value = input[member]
  return typeof value === 'number' ? value : otherwise
}
