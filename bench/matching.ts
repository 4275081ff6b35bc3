import { everyHit, firstHit, ours, reading } from './contestants.ts'
import { landscape, read } from './landscape.ts'

const rounds = 9

/** CPU milliseconds of each contestant, the median of interleaved rounds, and their ratios per round. */
function race(contestants: Readonly<Record<string, () => unknown>>, repeats: number) {
  const names = Object.keys(contestants)
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = -2; round < rounds; round++)
    for (const [at] of names.entries()) {
      const name = names[(at + Math.max(0, round)) % names.length] ?? ''
      const before = process.cpuUsage()
      for (let time = 0; time < repeats; time++) contestants[name]?.()
      const { user, system } = process.cpuUsage(before)
      if (round >= 0) times.get(name)?.push((user + system) / 1000 / repeats)
    }
  return { median: (name: string) => median(times.get(name) ?? []), ratio: ratioOf(times) }
}

const ratioOf = (times: ReadonlyMap<string, readonly number[]>) => (one: string, other: string) =>
  median((times.get(one) ?? []).map((time, round) => time / (times.get(other)?.[round] ?? Number.NaN)))

const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

const row = (...cells: readonly (string | number)[]) =>
  process.stdout.write(
    `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toPrecision(3) : cell)).join(' | ')} |\n`,
  )

row(
  'files × pipelines',
  'reading, ms',
  'ours, ms',
  'ours / reading',
  'shuffled / reading',
  'first hit / ours',
  'every hit / ours',
)
row('---', '---:', '---:', '---:', '---:', '---:', '---:')
const shuffled = (paths: readonly string[]) => paths.toSorted((one, other) => keyOf(one) - keyOf(other))
const keyOf = (path: string) =>
  Array.from(path).reduce((key, letter) => (key * 31 + letter.charCodeAt(0)) | 0, 7)

for (const files of [1000, 100_000]) {
  for (const pipelines of [10, 100, 5000]) {
    const { document, paths } = landscape(files, pipelines)
    const mixed = shuffled(paths)
    const found = read(document)
    const slow =
      files === 1000 && pipelines === 100
        ? { first: firstHit(document), every: everyHit(document) }
        : undefined
    const { median: time, ratio } = race(
      {
        reading: () => reading(paths),
        ours: () => ours(found, paths),
        mixed: () => ours(found, mixed),
        ...(slow === undefined ? {} : { first: () => slow.first(paths), every: () => slow.every(paths) }),
      },
      files === 1000 ? 40 : 1,
    )
    const others = slow === undefined ? ['', ''] : [ratio('first', 'ours'), ratio('every', 'ours')]
    row(
      `${files} × ${pipelines}`,
      time('reading'),
      time('ours'),
      ratio('ours', 'reading'),
      ratio('mixed', 'reading'),
      ...others,
    )
  }
}

process.stdout.write('\n')
row('growth from 100 to 5,000 pipelines', 'ratio')
row('---', '---:')
for (const files of [1000, 100_000]) {
  const few = landscape(files, 100)
  const many = landscape(files, 5000)
  const [fewRules, manyRules] = [read(few.document), read(many.document)]
  const { ratio } = race(
    { few: () => ours(fewRules, few.paths), many: () => ours(manyRules, many.paths) },
    files === 1000 ? 40 : 1,
  )
  row(`${files} files`, ratio('many', 'few'))
}

process.stdout.write('\n')
row('else', 'ms')
row('---', '---:')
const backtest = landscape(100_000, 100)
const landings = Array.from({ length: 10_000 }, (_, at) => backtest.paths.slice(at * 10, at * 10 + 10))
const tested = read(backtest.document)
const bare = landscape(1000, 10)
const unrooted = {
  ...bare.document,
  pipelines: Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [
      `p-${at}`,
      { paths: [`**/Dockerfile.${at}`, `*.tf${at}`, `**/*.v${at}`] },
    ]),
  ),
}
const bareRules = read(unrooted)
const { median: alone } = race(
  {
    backtest: () => landings.map((paths) => ours(tested, paths)),
    bare: () => ours(bareRules, bare.paths),
    bareReading: () => reading(bare.paths),
    few: () => read(landscape(1, 100).document),
    many: () => read(landscape(1, 5000).document),
  },
  1,
)
row('backtest: 10,000 landings of 10 files × 100 pipelines', alone('backtest'))
row('1,000 files × 100 pipelines whose globs have no plain beginning', alone('bare'))
row('the same files read once', alone('bareReading'))
row('preparing 100 pipelines (document to judgement)', alone('few'))
row('preparing 5,000 pipelines', alone('many'))
