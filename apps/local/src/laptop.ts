import {
  type AccessLaptop,
  type AccessLaptopOptions,
  accessLaptop,
  articlePermissions,
} from './access-laptop.ts'
import { type DeliveryLaptop, type DeliveryLaptopOptions, deliveryLaptop } from './delivery-laptop.ts'
import { followTime, sharedOffset } from './moved-date.ts'

export interface LaptopOptions
  extends Pick<AccessLaptopOptions, 'permissions' | 'onHandled' | 'introspection' | 'issuers'>,
    Pick<DeliveryLaptopOptions, 'rules' | 'onDecided'>,
    Partial<Pick<DeliveryLaptopOptions, 'documents'>> {
  /**
   * Of the gateway; the identity provider, the clock, the trigger's events, AWS and the webhook take the
   * next five. Free ones unless given.
   */
  readonly port?: number
  /** Gets what the Lambdas log. */
  readonly log?: (text: string) => void
}

/** Both gates on a laptop. */
export interface Laptop extends AccessLaptop {
  readonly trigger: Omit<DeliveryLaptop, 'close' | 'upload' | 'environment' | 'rules'>
  /** Where other versions of the documents are `PUT`, when they are in S3. */
  readonly documents?: { readonly permissions: string; readonly rules: string }
}

/**
 * Runs both gates with nothing but this machine. From now on this process tells the laptop's own time.
 *
 * @throws ConfigurationInvalid when a port is taken or a document cannot be used
 */
export async function laptop(options: LaptopOptions = {}): Promise<Laptop> {
  const { port = 0, log = () => undefined, rules, onDecided, documents = 'file', ...own } = options
  const after = (steps: number) => (port === 0 ? 0 : port + steps)
  const offset = sharedOffset()
  followTime(offset)
  const {
    close,
    upload,
    environment,
    rules: rulesUrl,
    ...trigger
  } = await deliveryLaptop({
    ports: [after(3), after(4), after(5)],
    offset,
    documents,
    log,
    ...(rules === undefined ? {} : { rules }),
    ...(onDecided === undefined ? {} : { onDecided }),
  })
  try {
    const uploaded = documents === 's3' ? await upload(own.permissions ?? articlePermissions) : undefined
    const store = uploaded === undefined ? {} : { store: { store: uploaded.store, environment } }
    const access = await accessLaptop({
      ...given(own),
      ...store,
      ports: [port, after(1), after(2)],
      offset,
      log,
    })
    const closeBoth = async () => {
      Atomics.store(offset, 0, 0n)
      await Promise.all([access.close(), close()])
    }
    const urls =
      uploaded === undefined || rulesUrl === undefined
        ? {}
        : { documents: { permissions: uploaded.url, rules: rulesUrl } }
    return { ...access, trigger, ...urls, close: closeBoth }
  } catch (error) {
    await close()
    throw error
  }
}

type Own = Pick<LaptopOptions, 'permissions' | 'onHandled' | 'introspection' | 'issuers'>

/** What was said, and nothing of what was not. */
const given = ({ permissions, onHandled, introspection, issuers }: Own): Own => ({
  ...(permissions === undefined ? {} : { permissions }),
  ...(onHandled === undefined ? {} : { onHandled }),
  ...(introspection === undefined ? {} : { introspection }),
  ...(issuers === undefined ? {} : { issuers }),
})
