import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'

/** The faults that composing something finds, those of every adapter's options among them; it is asked nothing. */
export async function compositionIssues(compose: () => Promise<unknown>): Promise<readonly Issue[]> {
  try {
    await compose()
    return []
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.issues
    throw error
  }
}
