import { configurationText } from '@sallyport/composition/configured'
import { configurationFrom } from '../src/configuration-document.ts'
import { observation } from '../src/observation.ts'
import { webhookFrom } from '../src/webhook.ts'

const { report } = observation()
const configuration = configurationFrom(await configurationText(process.env['SALLYPORT_CONFIG'], process.env))

export const handler = await webhookFrom(configuration, { report, environment: process.env })
