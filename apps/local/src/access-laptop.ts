import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { permissionsFromText } from '@sallyport/access/documents'
import { type Handled, listen, restApi } from '@sallyport/gateway-simulator'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { clockControl } from './clock-control.ts'
import { lambdaHost } from './lambda-host.ts'
import { describedApi, localApi } from './local-api.ts'
import type { SharedOffset } from './moved-date.ts'
import {
  audience,
  type IssuerChoice,
  type LaptopClient,
  type LaptopIssuer,
  localIssuers,
} from './local-issuers.ts'
import { running } from './running.ts'

export interface AccessLaptopOptions extends Partial<IssuerChoice> {
  /** Of the gateway, the identity provider and the clock; 0 for a free one. */
  readonly ports: readonly [number, number, number]
  /** By which this process, and what it starts, tells the time. */
  readonly offset: SharedOffset
  /** A permissions document in JSON; the AWS article's unless given. */
  readonly permissions?: string
  /** Where the authorizer reads them, and in which environment; from that file unless given. */
  readonly store?: { readonly store: object; readonly environment: Readonly<Record<string, string>> }
  /** Told of every request that reached the stage. */
  readonly onHandled?: (handled: Handled) => void
  /** Gets what the authorizer logs. */
  readonly log: (text: string) => void
}

/** Gate 1 on a laptop. Every URL is of 127.0.0.1. */
export interface AccessLaptop {
  /** The stage's URL. */
  readonly gateway: string
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly clients: Readonly<Record<string, LaptopClient>>
  /** All of them; the first is the one above. */
  readonly issuers: readonly LaptopIssuer[]
  /** May be sent as `resource` with a token request; it is the default. */
  readonly resource: string
  /** Where the laptop's time is moved. */
  readonly clock: string
  readonly routes: readonly string[]
  readonly close: () => Promise<void>
}

const cacheSeconds = 300
const bundle = new URL('../../authorizer/dist/universal/index.mjs', import.meta.url)
export const articlePermissions = fileURLToPath(new URL('../documents/permissions.json', import.meta.url))

/**
 * Runs gate 1 with nothing but this machine: an identity provider, the built authorizer in a thread of
 * its own, and the gateway simulator in front.
 *
 * @throws ConfigurationInvalid when a port is taken or the permissions cannot be used
 */
export async function accessLaptop(options: AccessLaptopOptions): Promise<AccessLaptop> {
  const { ports, offset, permissions = articlePermissions, onHandled, log } = options
  const { introspection = false, issuers = 1 } = options
  const store = options.store?.store ?? { use: 'file', path: permissions }
  const api = describedApi(await readPermissions(permissions))
  const parts = running()
  try {
    const choice = { introspection, issuers, port: ports[1], scopes: api.scopes, started: parts.started }
    const provided = await localIssuers(choice)
    const environment = {
      ...provided.environment,
      ...options.store?.environment,
      SALLYPORT_CONFIG: JSON.stringify(configuration(provided.verifiers, store)),
    }
    const lambda = await parts.started(lambdaHost({ bundle: bundle.href, offset, environment, log }))
    const definition = localApi(api, { ttlSeconds: cacheSeconds, onlyJwts: !introspection }, lambda.invoke)
    const simulated = restApi(definition, { clock: { now: () => Date.now() } })
    const gateway = await parts.started(
      listen(simulated, { port: ports[0], ...(onHandled ? { onHandled } : {}) }),
    )
    const clock = await parts.started(clockControl(offset, ports[2]))
    const [{ issuer, tokenEndpoint, clients }] = provided.issuers
    return {
      gateway: gateway.url,
      issuer,
      tokenEndpoint,
      clients,
      issuers: provided.issuers,
      resource: audience,
      clock: clock.url,
      routes: api.routes,
      close: parts.close,
    }
  } catch (error) {
    await parts.close()
    throw error
  }
}

async function readPermissions(path: string) {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const found = `${JSON.stringify(path)}, ${error.code === 'ENOENT' ? 'which does not exist' : 'which cannot be read'}`
    throw new ConfigurationInvalid([{ severity: 'fault', path: ['permissions'], expected: 'a file', found }])
  })
  const read = permissionsFromText(content)
  if (read.outcome === 'bad') throw new ConfigurationInvalid(read.issues)
  return read.value
}

function configuration(verifiers: readonly object[], store: object) {
  return {
    verifiers,
    // An edit is to be seen at once, not after the minute that suits a Lambda.
    permissions: { ...store, freshForSeconds: 1 },
    policy: { cacheSeconds, expiry: 'condition' },
  }
}
