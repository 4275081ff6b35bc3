/** What is no event of anybody. */
export const hostileValues: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  Number.NaN,
  1n,
  '',
  '{"source":"aws.codecommit"}',
  Symbol('event'),
  () => undefined,
  [],
  [null],
  {},
  Object.create(null),
  { source: null, detail: null },
  { source: {}, 'detail-type': [], detail: 'text' },
  { detail: { detail: { detail: {} } } },
  { __proto__: null, source: '__proto__', 'detail-type': 'constructor', detail: { toString: 1 } },
  {
    get source(): string {
      throw new Error('a member that cannot be read')
    },
  },
]

/** Events that come by the same way and belong to nobody who watches changes. */
export const foreignEvents: readonly unknown[] = [
  {
    source: 'aws.ec2',
    'detail-type': 'EC2 Instance State-change Notification',
    detail: { state: 'running' },
  },
  { source: 'aws.codepipeline', 'detail-type': 'CodePipeline Pipeline Execution State Change', detail: {} },
  {
    source: 'aws.codecommit',
    'detail-type': 'CodeCommit Pull Request State Change',
    detail: { event: 'pullRequestCreated', repositoryNames: ['shop'], sourceReference: 'refs/heads/x' },
  },
  { source: 'github.com', 'detail-type': 'issues', detail: { action: 'opened', repository: {} } },
  { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} },
  { sallyport: 'wake' },
  { sallyport: 'reconcile' },
  { Records: [{ eventSource: 'aws:sqs', body: '{}' }] },
]

const replacements: readonly unknown[] = [undefined, null, 7, '', '--upload-pack=x', [], {}, ['x'], '\u0000']

/** The event with each of its members, at any depth, in turn missing or something else. */
export function garbled(event: unknown): readonly unknown[] {
  if (typeof event !== 'object' || event === null) return []
  return Object.entries(event).flatMap(([name, value]) => {
    const put = (other: unknown) => withMember(event, name, other)
    return [...replacements.map(put), ...garbled(value).map(put)]
  })
}

function withMember(event: object, name: string, value: unknown): unknown {
  if (Array.isArray(event)) return event.with(Number(name), value)
  const rest = Object.fromEntries(Object.entries(event).filter(([other]) => other !== name))
  return value === undefined ? rest : { ...rest, [name]: value }
}
