import type { Laptop, LaptopClient } from '@sallyport/local'
import type { Handled } from '@sallyport/gateway-simulator'
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
    `  events          ${trigger.events}`,
    `  executions      ${trigger.executions}`,
    `  pipelines       ${printable(trigger.pipelines.join(', ') || 'none')}`,
    '',
    paint('strong', 'Try'),
    ...shown(changeAttempts(trigger)),
    '',
    'Ctrl-C ends it. Requests and decisions:',
  ]
}

interface Attempt {
  readonly about: string
  readonly command: string
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

/** The article's pipeline, which the sample rules name, starts for everything but the readme. */
function changeAttempts({ repository, executions, pipelines }: Laptop['trigger']): readonly Attempt[] {
  const isSample = pipelines.join() === 'codecommit-events-pipeline'
  const edited = (file: string) => {
    const commit = `git -C ${quoted(repository)} commit -qam ${quoted(`Edited ${file}`)}`
    return `echo '# more' >> ${quoted(`${repository}/${file}`)} && ${commit}`
  }
  return [
    {
      about: isSample ? 'the readme alone: starts nothing' : 'the readme alone',
      command: edited('readme.md'),
    },
    {
      about: isSample ? `the script: starts ${pipelines.join()}` : 'the script',
      command: edited('script.py'),
    },
    { about: 'what was started', command: `curl ${quoted(executions)}` },
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

/** For a POSIX shell, which must not read a scope as a command. */
const quoted = (text: string) => (/^[\w.:/@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** `12:30:00  GET /pets/7  200  cache hit` */
export function handledLine({ response, trace }: Handled, at: Date, paint: Paint): string {
  const [, , verb = '', ...steps] = trace.methodArn?.split('/') ?? []
  const request = trace.methodArn === undefined ? 'no such route' : `${verb} /${steps.join('/')}`
  const { status } = response
  const time = at.toISOString().slice(11, 19)
  const cache = trace.cache === 'not_reached' ? 'cache not asked' : `cache ${trace.cache}`
  return `${paint('faint', time)}  ${printable(request)}  ${paint(status < 400 ? 'good' : 'bad', String(status))}  ${cache}`
}
