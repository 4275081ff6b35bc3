export { type IdentityProvider, identityProvider } from './identity-provider.ts'
export { type Laptop, type LaptopClient, type LaptopOptions, laptop } from './laptop.ts'
