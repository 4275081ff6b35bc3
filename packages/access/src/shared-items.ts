import { nearestWord } from '@sallyport/kernel'
import { faultAt, type ItemsDocument, type PermissionItem } from './permission-items.ts'

const sharedMembers = ['api', 'deny', 'routes']

/** The items that belong to every scope, as a document: one `api`, and all lists one after the other. */
export function sharedDocument(partition: string, items: readonly PermissionItem[]): ItemsDocument {
  const lists = {
    deny: items.flatMap((item) => placed(item, 'deny')),
    routes: items.flatMap((item) => placed(item, 'routes')),
  }
  const apis = items.filter(({ members }) => members['api'] !== undefined)
  const issues = items.flatMap(({ name, members }) =>
    Object.keys(members).flatMap((member) => {
      if (sharedMembers.includes(member)) return []
      const didYouMean = nearestWord(member, sharedMembers)
      const issue = faultAt([partition, name, member], 'a member that is known', 'an unknown one')
      return [{ ...issue, ...(didYouMean === undefined ? {} : { didYouMean }) }]
    }),
  )
  const second = apis.slice(1).map(({ name }) => faultAt([partition, name, 'api'], 'one api', 'another'))
  return {
    value: {
      ...(apis[0] === undefined ? {} : { api: apis[0].members['api'] }),
      deny: lists.deny.map(({ value }) => value),
      routes: lists.routes.map(({ value }) => value),
    },
    place: ([list = '', at = -1, ...rest]) => {
      if (list === 'api') return [partition, apis[0]?.name ?? '', list, at, ...rest]
      const entry = list === 'deny' || list === 'routes' ? lists[list][Number(at)] : undefined
      return entry === undefined ? [partition, list] : [partition, ...entry.path, ...rest]
    },
    issues: [...issues, ...second],
  }
}

/** What is no list is a list of one, and no pattern. */
function placed({ name, members }: PermissionItem, list: string) {
  const found = members[list]
  const values: readonly unknown[] = Array.isArray(found) ? found : found === undefined ? [] : [found]
  return values.map((value, at) => ({ value, path: [name, list, at] }))
}
