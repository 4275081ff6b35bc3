import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

let client: SecretsManagerClient | undefined

/**
 * Reads a secret of AWS Secrets Manager, by the SDK's standard environment.
 *
 * @param key a member of the secret's JSON; without one, the secret is its whole text
 * @returns nothing when there is no such member, or no text
 */
export async function managedSecret(arn: string, key: string | undefined): Promise<string | undefined> {
  client ??= new SecretsManagerClient({})
  const { SecretString: text } = await client.send(new GetSecretValueCommand({ SecretId: arn }))
  return key === undefined || text === undefined ? text : memberOf(text, key)
}

function memberOf(text: string, key: string): string | undefined {
  try {
    const members: unknown = JSON.parse(text)
    const isObject = typeof members === 'object' && members !== null && Object.hasOwn(members, key)
    const value: unknown = isObject ? (members as Record<string, unknown>)[key] : undefined
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
