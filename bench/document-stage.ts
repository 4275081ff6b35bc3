import { awsSimulator } from '@sallyport/aws-simulator'
import type { accessStage } from './cold-stages.ts'
import { smallTable, texts } from './small-table.ts'

/** Gate 1 with its permissions in AWS: an object in S3, and a table keyed by scope in DynamoDB. */
export async function documentStage({
  universal,
}: Pick<Awaited<ReturnType<typeof accessStage>>, 'universal'>) {
  const { configuration, event, bundle, entry } = universal
  const aws = await awsSimulator({ buckets: { gates: {} } })
  aws.buckets.put('gates', 'permissions.json', JSON.stringify([entry]))
  const table = await smallTable([texts({ ...entry, permission: 'GET /my-resource' })])
  const environment = (permissions: object) => ({
    SALLYPORT_CONFIG: JSON.stringify({ ...configuration, permissions }),
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL_S3: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  })
  return {
    starts: [
      {
        name: 'authorizer, universal (jwks, a document in S3)',
        bundle,
        environment: environment({ use: 's3', bucket: 'gates', key: 'permissions.json' }),
        event,
      },
      {
        name: 'authorizer, universal (jwks, DynamoDB keyed by scope)',
        bundle,
        environment: environment({ use: 'dynamodb', table: 'sallyport-permissions' }),
        event,
      },
    ],
    close: async () => {
      await aws.close()
      await table.close()
    },
  }
}
