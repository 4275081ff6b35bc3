import type { CacheOutlook } from './cache-outlook.ts'
import type { CallExplanation, ShownGrant } from './call-explanation.ts'
import { type Paint, printable, type Tone } from './terminal.ts'

/** A decision for people: the answer first, then how it came about. */
export function callPage(explanation: CallExplanation, paint: Paint): readonly string[] {
  const { checks, policy, policyBytes, uncertain } = explanation
  return [
    ...answerLines(explanation, paint),
    ...section(
      'Checks',
      checks.map((check) => checkLine(check, paint)),
      paint,
    ),
    ...grantSections(explanation, paint),
    ...(policy === undefined
      ? []
      : section(`Policy, ${policyBytes} bytes`, JSON.stringify(policy, null, 2).split('\n'), paint)),
    ...section('Cache', cacheLines(explanation.cache), paint),
    ...section(
      'Rests on, without AWS saying so',
      uncertain.map(({ id, evidence, statement }) => `${id} (${evidence}): ${statement}`),
      paint,
    ),
  ]
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ['', paint('strong', title), ...lines.map((line) => `  ${line}`)]
}

function answerLines(explanation: CallExplanation, paint: Paint): readonly string[] {
  const { request, status, body, reason, outcome, unsupported } = explanation
  const { method, path, api, authorizer, sourceIp, sourceIpIs, at } = request
  const tone = status === 200 ? 'good' : 'bad'
  const why = status === 200 ? 'the integration answers' : body
  return [
    paint('strong', printable(`${method} ${path}`)),
    `  ${api}, ${authorizer} authorizer`,
    printable(`  from ${sourceIp}${sourceIpIs === 'assumed' ? ' (assumed)' : ''} at ${at}`),
    '',
    `${paint('strong', 'The client gets')} ${paint(tone, String(status))} ${why}`,
    ...(outcome === 'refused' ? [`  the token was refused: ${reason}`] : []),
    ...(outcome === 'failed' ? [`  the authorizer could not decide (${reason}): callers get 500`] : []),
    ...(outcome === 'not_asked' ? ['  the gateway answers by itself; the authorizer is not asked'] : []),
    ...(unsupported === undefined ? [] : [`  the simulator does not know: ${printable(unsupported)}`]),
  ]
}

const marks: Readonly<Record<string, readonly [string, Tone]>> = {
  passed: ['✓', 'good'],
  failed: ['✗', 'bad'],
  not_reached: ['·', 'faint'],
}

function checkLine(
  { check, outcome, expected, found }: CallExplanation['checks'][number],
  paint: Paint,
): string {
  const [mark, tone] = marks[outcome] ?? ['?', 'faint']
  const word = outcome === 'not_reached' ? 'not reached' : outcome
  const text = `${word.padEnd(11)} ${check.padEnd(12)}`
  return `${paint(tone, mark)} ${text} expected ${expected}${outcome === 'not_reached' ? '' : `; found ${found}`}`
}

function grantSections(explanation: CallExplanation, paint: Paint): readonly string[] {
  const { matched, denied, missing, withheld, conflicts, conditions } = explanation
  const unmet = conditions.filter(({ effect, outcome }) => (effect === 'Allow') === (outcome === 'not_met'))
  return [
    ...section('Grants that match', matched.map(grantText), paint),
    ...section(
      'Conditions against the caller',
      unmet.map(({ effect, condition, outcome }) => `${effect} ${condition}: ${outcome.replace('_', ' ')}`),
      paint,
    ),
    ...section('Denied by the document', denied.map(printable), paint),
    ...section(
      'Grants that would have matched',
      missing.map((grant) => `${grantText(grant)}: missing ${missingText(grant.missing)}`),
      paint,
    ),
    ...section(
      'Withheld',
      withheld.map((grant) => `${grantText(grant)}: by the guard ${printable(grant.guard)}`),
      paint,
    ),
    ...section(
      'Conflicts of the policy',
      conflicts.map(({ denial, lost }) => printable(`the denial of ${denial} takes ${lost} along`)),
      paint,
    ),
  ]
}

function grantText({ pattern, place, note }: ShownGrant): string {
  return printable(`${pattern}  at ${place}${note === undefined ? '' : `  (${note})`}`)
}

function missingText(missing: CallExplanation['missing'][number]['missing']): string {
  const { scopes, oneOf, claims, hours } = missing
  const parts = [
    ...scopes.map((scope) => `scope ${scope}`),
    ...(oneOf.length === 0
      ? []
      : [`${oneOf.length === 1 ? 'scope' : 'one of the scopes'} ${oneOf.join(', ')}`]),
    ...claims.map((claim) => `the wanted value of the claim ${claim}`),
    ...(hours === 'closed' ? ['open hours'] : []),
  ]
  return printable(parts.length === 0 ? 'nothing of the caller’s' : parts.join(', '))
}

function cacheLines(cache: CacheOutlook): readonly string[] {
  if (cache.kept === 'no')
    return [
      cache.because === 'disabled' ? 'not kept: the cache is off' : 'not kept: there is no policy to keep',
    ]
  const { until, minutesLeft, tokenEndsAt, later } = cache
  const ends = tokenEndsAt === undefined ? '' : `; the token ends ${tokenEndsAt}`
  return [
    `kept until ${until}, ${minutesLeft} minutes${ends}`,
    ...later.map(({ event, at, status, body }) => {
      const when =
        event === 'token_ends' ? 'the token has ended' : 'the cache has ended, the authorizer is asked again'
      return `from ${at}, ${when}: ${status} ${body}`
    }),
  ]
}
