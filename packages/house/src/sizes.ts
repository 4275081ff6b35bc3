import { type Layer, type Source, sourcesOf, type Wall } from './repository.ts'

const inside: ReadonlySet<Layer> = new Set(['domain', 'kernel'])

/** Domain and kernel files end at 150 lines, other sources at 200, tests at 400, deployments at 40. */
export const sizes: Wall = (repository) => {
  const small = new Set(
    repository.packages.filter(({ layer }) => inside.has(layer)).flatMap(({ sources }) => sources),
  )
  return sourcesOf(repository).flatMap((source) => {
    const most = mostLines(source, small.has(source))
    const lines = linesIn(source.text)
    return lines <= most ? [] : [`${source.path}: expected at most ${most} lines, found ${lines}`]
  })
}

function mostLines({ kind, path }: Source, isInside: boolean): number {
  if (kind === 'test') return 400
  if (/^apps\/[^/]+\/deployments\//.test(path)) return 40
  return isInside ? 150 : 200
}

const linesIn = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
