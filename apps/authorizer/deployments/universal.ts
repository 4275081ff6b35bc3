import { restAuthorizer } from '@sallyport/entrance-api-gateway'
import { configurationFrom } from '../src/configuration-document.ts'
import { configurationText } from '@sallyport/composition'
import { gateFrom } from '../src/gate.ts'
import { observation } from '../src/observation.ts'

const { report, notify } = observation()
const configuration = configurationFrom(await configurationText(process.env['SALLYPORT_CONFIG']))
const gate = await gateFrom(configuration, { clock: { now: Date.now }, notify })

export const handler = restAuthorizer({ gate, onRefused: configuration.policy.onRefused, report })
