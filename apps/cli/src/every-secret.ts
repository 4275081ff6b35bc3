import type { Issue } from '@sallyport/kernel'

/** Secrets are where the function runs, not where its configuration is checked. */
export const everySecret: Readonly<Record<string, string>> = new Proxy({}, { get: () => 'secret' })

/** Whether an issue is about the stand-in of a secret, which says nothing of the secret. */
export function isOfSecret({ path }: Issue, configuration: unknown): boolean {
  let value = configuration
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return false
    value = Reflect.get(value, name)
  }
  return typeof value === 'object' && value !== null && 'env' in value && Object.keys(value).length === 1
}
