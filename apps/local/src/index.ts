export { type IdentityProvider, identityProvider } from './identity-provider.ts'
export type { LaptopClient, LaptopIssuer } from './local-issuers.ts'
export { type Laptop, type LaptopOptions, laptop } from './laptop.ts'
