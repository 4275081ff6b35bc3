import { configurationText } from '@sallyport/composition/configured'
import { trigger } from '@sallyport/entrance-eventbridge'
import { configurationFrom } from '../src/configuration-document.ts'
import { gateFrom } from '../src/configured-gate.ts'
import { observation } from '../src/observation.ts'

const { report, notify } = observation()
const configuration = configurationFrom(await configurationText(process.env['SALLYPORT_CONFIG'], process.env))
const gate = await gateFrom(configuration, {
  clock: { now: Date.now },
  notify,
  environment: process.env,
})

export const handler = trigger({ gate, report })
