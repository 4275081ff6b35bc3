/** How a call of the authorizer function ended, as API Gateway sees it. */
export type Invocation =
  | { readonly outcome: 'answered'; readonly answer: unknown }
  /** The function failed with exactly `Unauthorized`. */
  | { readonly outcome: 'unauthorized' }
  | { readonly outcome: 'failed' }

/** Calls the function across a wire, that is: event and answer are what survives JSON. */
export async function invoke(
  authorizer: (event: unknown) => Promise<unknown>,
  event: unknown,
): Promise<Invocation> {
  try {
    const answer = await authorizer(JSON.parse(JSON.stringify(event)))
    // Lambda answers null for a function that returns nothing.
    return { outcome: 'answered', answer: JSON.parse(JSON.stringify(answer ?? null) ?? 'null') }
  } catch (error) {
    return { outcome: messageOf(error) === 'Unauthorized' ? 'unauthorized' : 'failed' }
  }
}

function messageOf(error: unknown): unknown {
  return error instanceof Error ? error.message : error
}
