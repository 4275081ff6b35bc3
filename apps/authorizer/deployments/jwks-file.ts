import { documentPermissions, permissionsFromText } from '@sallyport/access/documents'
import { file } from '@sallyport/document-file'
import { restAuthorizer } from '@sallyport/entrance-api-gateway'
import { livingDocument } from '@sallyport/kernel'
import { jwks } from '@sallyport/verifier-jwt/jwks'
import { observation } from '../src/observation.ts'
import { settings } from '@sallyport/composition'

const { text, optional, seconds } = settings(process.env)
const { report, notify, notifyKeys } = observation()
const clock = { now: Date.now }

const document = livingDocument({
  store: file({ path: text('PERMISSIONS_FILE') }),
  parse: permissionsFromText,
  clock,
  freshForSeconds: seconds('PERMISSIONS_FRESH_SECONDS', { otherwise: 60, most: 86_400 }),
  staleForSeconds: 3600,
  notify,
})

const gate = {
  verifier: jwks(
    { issuer: text('TOKEN_ISSUER'), audience: text('API_AUDIENCE'), ...optional('jwksUri', 'JWKS_URI') },
    { clock, notify: notifyKeys },
  ),
  permissions: documentPermissions(document),
  settings: {
    cacheSeconds: seconds('POLICY_CACHE_SECONDS', { otherwise: 300, most: 3600 }),
    expiry: 'condition' as const,
  },
  clock,
}

export const handler = restAuthorizer({ gate, onRefused: 'unauthorized', report })
