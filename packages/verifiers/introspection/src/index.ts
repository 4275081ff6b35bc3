export { introspection } from './introspection.ts'
export type {
  ClientAuthenticationName,
  IntrospectionClient,
  IntrospectionOptions,
} from './introspection-options.ts'
