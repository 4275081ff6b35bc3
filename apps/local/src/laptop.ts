import { type AccessLaptop, type AccessLaptopOptions, accessLaptop } from './access-laptop.ts'
import { type DeliveryLaptop, type DeliveryLaptopOptions, deliveryLaptop } from './delivery-laptop.ts'
import { followTime, sharedOffset } from './moved-date.ts'

export interface LaptopOptions
  extends Pick<AccessLaptopOptions, 'permissions' | 'onHandled' | 'introspection' | 'issuers'>,
    Pick<DeliveryLaptopOptions, 'rules' | 'onDecided'> {
  /**
   * Of the gateway; the identity provider, the clock and the trigger's events take the next three. Free
   * ones unless given.
   */
  readonly port?: number
  /** Gets what both Lambdas log. */
  readonly log?: (text: string) => void
}

/** Both gates on a laptop. */
export interface Laptop extends AccessLaptop {
  readonly trigger: Omit<DeliveryLaptop, 'close'>
}

/**
 * Runs both gates with nothing but this machine. From now on this process tells the laptop's own time.
 *
 * @throws ConfigurationInvalid when a port is taken or a document cannot be used
 */
export async function laptop(options: LaptopOptions = {}): Promise<Laptop> {
  const { port = 0, log = () => undefined, rules, onDecided, ...own } = options
  const after = (steps: number) => (port === 0 ? 0 : port + steps)
  const offset = sharedOffset()
  followTime(offset)
  const { permissions, onHandled, introspection, issuers } = own
  const access = await accessLaptop({
    ports: [port, after(1), after(2)],
    offset,
    log,
    ...(permissions === undefined ? {} : { permissions }),
    ...(onHandled === undefined ? {} : { onHandled }),
    ...(introspection === undefined ? {} : { introspection }),
    ...(issuers === undefined ? {} : { issuers }),
  })
  try {
    const delivery = await deliveryLaptop({
      port: after(3),
      offset,
      log,
      ...(rules === undefined ? {} : { rules }),
      ...(onDecided === undefined ? {} : { onDecided }),
    })
    const { close, ...trigger } = delivery
    const closeBoth = async () => {
      Atomics.store(offset, 0, 0n)
      await Promise.all([access.close(), close()])
    }
    return { ...access, trigger, close: closeBoth }
  } catch (error) {
    await access.close()
    throw error
  }
}
