import { type Rules, rules } from '@sallyport/delivery/rules'

/** A monorepo of as many services as pipelines, and a change of as many files. */
export interface Landscape {
  readonly document: object
  readonly paths: readonly string[]
}

const folders = ['src', 'src/routes', 'src/model', 'test', 'deploy/templates']
const names = [
  'index.ts',
  'server.ts',
  'README.md',
  'orders-repository.ts',
  'config.yaml',
  'price-list.test.ts',
]

/** Files are those of services that no pipeline watches, but for one in a hundred: the whole list has to be read. */
export function landscape(files: number, pipelines: number): Landscape {
  const entries = Array.from({ length: pipelines }, (_, number) => {
    const paths = [`services/service-${number}/**`, 'libs/**']
    return [`pipeline-${number}`, { paths }] as const
  })
  return {
    document: { ignore: ['**/*.md'], pipelines: Object.fromEntries(entries) },
    paths: Array.from({ length: files }, (_, number) => pathOf(number, pipelines)).toSorted(),
  }
}

function pathOf(number: number, pipelines: number): string {
  const service = number % 100 === 0 ? number % pipelines : pipelines + (number % 997)
  const folder = folders[number % folders.length]
  const name = names[number % names.length]
  return `services/service-${service}/${folder}/part-${number % 89}/${name}`
}

/** @throws Error when the document is not a good one */
export function read(document: object): Rules {
  const found = rules(document, { digest: (text) => text })
  if (found.outcome === 'bad') throw new Error(JSON.stringify(found.issues))
  return found.value
}
