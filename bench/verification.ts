import { algorithms, tokenStage, type TokenStage } from './token-stage.ts'
import { type Contestant, contestants } from './token-verifiers.ts'

const rounds = 31
const tokensEach = 256

const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

const row = (...cells: readonly string[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`)

/** Microseconds for each token, one after the other, as a Lambda is asked. */
async function microseconds(verify: Contestant, tokens: readonly string[]): Promise<number> {
  const before = process.hrtime.bigint()
  // The asynchronous ones are waited for, the others are not made to wait.
  for (const token of tokens) {
    const answer = verify(token)
    if (answer instanceof Promise) await answer
  }
  return Number(process.hrtime.bigint() - before) / 1000 / tokens.length
}

/** The contestants in turn, another one first in each round. */
async function race({ tokens }: TokenStage, field: Readonly<Record<string, Contestant>>) {
  const names = Object.keys(field)
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = -6; round < rounds; round++)
    for (const at of names.keys()) {
      const name = names[(at + Math.max(0, round)) % names.length] ?? ''
      const verify = field[name]
      const time = verify === undefined ? Number.NaN : await microseconds(verify, tokens)
      if (round >= 0) times.get(name)?.push(time)
    }
  return times
}

row('algorithm', 'contestant', 'µs', '× bare', 'sallyport / it')
row('---', '---', '---:', '---:', '---:')
for (const algorithm of algorithms) {
  const stage = await tokenStage(algorithm, tokensEach)
  const times = await race(stage, contestants(stage))
  const of = (name: string) => times.get(name) ?? []
  const ratio = (one: string, other: string) =>
    median(of(one).map((time, round) => time / (of(other)[round] ?? Number.NaN))).toFixed(2)
  for (const name of times.keys())
    row(algorithm, name, median(of(name)).toFixed(1), ratio(name, 'bare'), ratio('sallyport', name))
  await stage.close()
}
