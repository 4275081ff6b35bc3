export { type Configuration, configurationFrom, readConfiguration } from './configuration-document.ts'
export { digest, gateFrom } from './gate.ts'
