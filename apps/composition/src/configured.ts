export { allMade, type Made, made, type Shelf } from './adapter.ts'
export { configurationText } from './configuration-text.ts'
export { documentStores } from './document-stores.ts'
export { withSecrets } from './secret.ts'
