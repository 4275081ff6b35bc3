/** An error of the AWS operation, as the client is to see it: `__type`, `message` and a status. */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal'
  /** The error's name in the operation's model, such as `PipelineNotFoundException`. */
  readonly type: string
  readonly status: number

  constructor(type: string, message: string, status = 400) {
    super(message)
    this.type = type
    this.status = status
  }
}
