export { everyScope, type ScopedPermissionsOptions, scopedPermissions } from './scoped-permissions.ts'
