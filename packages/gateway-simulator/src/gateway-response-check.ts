import type { Issue } from '@sallyport/kernel'
import { fault, statusIssues, strangers, textMap } from './definition-fault.ts'
import { gatewayResponseDefaults } from './gateway-response.ts'
import { isRecord, kindOf } from './policy/policy-reading.ts'

const responseTypes = [...Object.keys(gatewayResponseDefaults), 'DEFAULT_4XX', 'DEFAULT_5XX']

/** Everything wrong with the gateway responses of a definition. */
export function responsesIssues(written: unknown): readonly Issue[] {
  if (written === undefined) return []
  const path = ['gatewayResponses']
  if (!isRecord(written)) return [fault(path, 'gateway responses by type', kindOf(written))]
  const overrides = Object.entries(written).filter(([type]) => responseTypes.includes(type))
  return [
    ...strangers(written, ['cors', ...responseTypes], path),
    ...corsIssues(written['cors'], [...path, 'cors']),
    ...overrides.flatMap(([type, override]) => overrideIssues(override, [...path, type])),
  ]
}

function overrideIssues(written: unknown, path: Issue['path']): readonly Issue[] {
  if (!isRecord(written)) return [fault(path, 'a status, headers or a template', kindOf(written))]
  const { status, template } = written
  return [
    ...strangers(written, ['status', 'headers', 'template'], path),
    ...(status === undefined ? [] : statusIssues(status, [...path, 'status'])),
    ...textMap(written['headers'], [...path, 'headers']),
    ...(template === undefined || typeof template === 'string'
      ? []
      : [fault([...path, 'template'], 'text', kindOf(template))]),
  ]
}

const corsMembers = ['allowOrigin', 'allowMethods', 'allowHeaders', 'allowCredentials', 'maxAgeSeconds']

function corsIssues(written: unknown, path: Issue['path']): readonly Issue[] {
  if (written === undefined) return []
  if (!isRecord(written)) return [fault(path, 'CORS settings', kindOf(written))]
  const { allowOrigin } = written
  return [
    ...strangers(written, corsMembers, path),
    ...(typeof allowOrigin === 'string'
      ? []
      : [fault([...path, 'allowOrigin'], 'text', kindOf(allowOrigin))]),
  ]
}
