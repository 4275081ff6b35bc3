export { type Configuration, configurationFrom, readConfiguration } from './configuration-document.ts'
export { gateFrom } from './gate.ts'
