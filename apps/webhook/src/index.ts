export { type Configuration, configurationFrom, readConfiguration } from './configuration-document.ts'
export { type Surroundings, webhookFrom } from './webhook.ts'
