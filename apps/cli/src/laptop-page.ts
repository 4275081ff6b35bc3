import type { Laptop, LaptopClient } from '@sallyport/local'
import type { Handled } from '@sallyport/gateway-simulator'
import { type Attempt, changeAttempts } from './change-attempts.ts'
import { quoted } from './shell-word.ts'
import { type Paint, printable } from './terminal.ts'

/** What runs where, and what to try, for copying into a shell. */
export function laptopPage(laptop: Laptop, paint: Paint): readonly string[] {
  const { gateway, issuer, tokenEndpoint, issuers, clock, routes, trigger } = laptop
  const shown = (some: readonly Attempt[]) =>
    some.flatMap(({ about, command }) => [paint('faint', `  # ${about}`), `  ${command}`])
  return [
    paint('strong', 'Gate 1 is open on this machine'),
    `  gateway         ${gateway}`,
    `  issuer          ${issuer}`,
    `  token endpoint  ${tokenEndpoint}`,
    `  clock           ${clock}`,
    `  routes          ${printable(routes.join(', '))}`,
    '',
    paint('strong', 'Clients'),
    ...issuers.flatMap((each, at) => [
      ...(at === 0 ? [] : [`  of ${each.issuer}, token endpoint ${each.tokenEndpoint}:`]),
      ...Object.values(each.clients).map(({ id, secret, scopes }) =>
        printable(`  ${id}, secret ${secret}, scopes ${scopes.join(' ') || 'none'}`),
      ),
    ]),
    '',
    paint('strong', 'Try'),
    ...shown(attempts(laptop)),
    '',
    paint('strong', 'Gate 2 is open on this machine'),
    `  repository      ${printable(trigger.repository)}`,
    ...trigger.artefacts.map((artefact) => `  artefact        ${artefact}`),
    ...trigger.images.map((image) => `  image           ${image}:TAG`),
    `  GitHub          ${printable(trigger.github.repository)}, its API ${trigger.github.apiUrl}`,
    `  webhook         ${trigger.github.webhook.url}, secret ${trigger.github.webhook.secret}`,
    `  events          ${trigger.events}`,
    `  executions      ${trigger.executions}`,
    `  pipelines       ${printable(trigger.pipelines.join(', ') || 'none')}`,
    '',
    paint('strong', 'Try'),
    ...shown(changeAttempts(trigger)),
    '',
    ...documentLines(laptop, paint),
    'Ctrl-C ends it. Requests and decisions:',
  ]
}

function attempts({ gateway, tokenEndpoint, clients, clock, routes }: Laptop): readonly Attempt[] {
  const [first, ...others] = Object.values(clients).toSorted(
    (one, other) => other.scopes.length - one.scopes.length,
  )
  const last = others.at(-1)
  const call = callOf(gateway, routes)
  const bearing = (token: string) => `${call} -H "Authorization: Bearer ${token}"`
  return [
    ...(first === undefined
      ? []
      : [
          { about: `a token for ${first.id}, who may`, command: `TOKEN=${fetched(first, tokenEndpoint)}` },
          { about: '200, where the permissions grant this route', command: bearing('$TOKEN') },
        ]),
    ...(last === undefined
      ? []
      : [
          { about: `a token for ${last.id}, who may not`, command: `OTHER=${fetched(last, tokenEndpoint)}` },
          { about: '403', command: bearing('$OTHER') },
        ]),
    { about: 'no token: 401', command: call },
    { about: 'a malformed one: 401', command: bearing('noise') },
    {
      about: 'move the time past the token’s end',
      command: `curl -X POST ${quoted(`${clock}?advanceSeconds=400`)}`,
    },
    { about: 'and the same call is refused', command: bearing('$TOKEN') },
  ]
}

/** Documents in S3 are edited by uploading them again. */
function documentLines({ documents }: Laptop, paint: Paint): readonly string[] {
  if (documents === undefined) return []
  const upload = (name: string, url: string) => `  curl -T ${name} ${quoted(url)}`
  return [
    paint('strong', 'Documents are in S3; upload others, and the next decision is by them'),
    upload('permissions.json', documents.permissions),
    upload('rules.json', documents.rules),
    '',
  ]
}

/** A call of the first route, with names for what is variable in it. */
function callOf(gateway: string, routes: readonly string[]): string {
  const route = routes.find((each) => each.startsWith('GET ')) ?? routes[0] ?? 'GET /'
  const [verb = 'GET', path = '/'] = route.split(' ')
  const method = verb === 'GET' || verb === 'ANY' ? '' : `-X ${verb} `
  return `curl -i ${method}${quoted(gateway + path.replace(/\{[^}]*\}/g, '7'))}`
}

function fetched({ id, secret, scopes }: LaptopClient, tokenEndpoint: string): string {
  const scope = scopes.length === 0 ? '' : ` -d ${quoted(`scope=${scopes.join(' ')}`)}`
  const request = `curl -s -u ${quoted(`${id}:${secret}`)} -d grant_type=client_credentials${scope} ${quoted(tokenEndpoint)}`
  return `$(${request} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`
}

/** `12:30:00  GET /pets/7  200  cache hit` */
export function handledLine({ response, trace }: Handled, at: Date, paint: Paint): string {
  const [, , verb = '', ...steps] = trace.methodArn?.split('/') ?? []
  const request = trace.methodArn === undefined ? 'no such route' : `${verb} /${steps.join('/')}`
  const { status } = response
  const time = at.toISOString().slice(11, 19)
  const cache = trace.cache === 'not_reached' ? 'cache not asked' : `cache ${trace.cache}`
  return `${paint('faint', time)}  ${printable(request)}  ${paint(status < 400 ? 'good' : 'bad', String(status))}  ${cache}`
}
