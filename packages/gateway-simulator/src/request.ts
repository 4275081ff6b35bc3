/** A request as it reached the stage: nothing decoded but the query. */
export interface GatewayRequest {
  /** The verb, in upper case. */
  readonly method: string
  /** The path below the stage, exactly as sent: `/pets/a%20b`, `/` for the root. */
  readonly path: string
  /** Decoded values by name, in the order sent. */
  readonly query?: Readonly<Record<string, readonly string[]>>
  /** Names as the client wrote them, duplicates kept, in the order sent. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly sourceIp: string
  /** Such as `HTTP/1.1`, the default. */
  readonly protocol?: string
}

/** What API Gateway answers. */
export interface GatewayResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The last value of a header, whatever the case of its name. */
export function headerOf({ headers }: GatewayRequest, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.findLast(([written]) => written.toLowerCase() === wanted)?.[1]
}

/** The last value of a query parameter; names are compared with case. */
export function queryValueOf({ query = {} }: GatewayRequest, name: string): string | undefined {
  return Object.hasOwn(query, name) ? query[name]?.at(-1) : undefined
}

/** Bytes of all header lines, with colon, space and line end. */
export function headerBytes({ headers }: GatewayRequest): number {
  return headers.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value) + 4,
    0,
  )
}
