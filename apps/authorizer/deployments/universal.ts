import { restAuthorizer } from '@sallyport/entrance-api-gateway'
import { configurationFrom } from '../src/configuration-document.ts'
import { configurationText } from '@sallyport/composition/configured'
import { gateFrom } from '../src/gate.ts'
import { observation } from '../src/observation.ts'

const { report, notify, notifyKeys } = observation()
const configuration = configurationFrom(await configurationText(process.env['SALLYPORT_CONFIG'], process.env))
const surroundings = { clock: { now: Date.now }, notify, notifyKeys, environment: process.env }
const gate = await gateFrom(configuration, surroundings)

export const handler = restAuthorizer({ gate, onRefused: configuration.policy.onRefused, report })
