export { type IdentityProvider, identityProvider } from './identity-provider.ts'
export type { LaptopClient } from './access-laptop.ts'
export { type Laptop, type LaptopOptions, laptop } from './laptop.ts'
