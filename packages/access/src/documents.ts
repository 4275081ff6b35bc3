export { findings } from './permission-findings.ts'
export { documentPermissions, type Permissions, permissions, permissionsFromText } from './permissions.ts'
