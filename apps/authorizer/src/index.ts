export { type Configuration, configurationFrom, readConfiguration } from './configuration-document.ts'
export { configurationText } from './configuration-text.ts'
export { gateFrom } from './gate.ts'
