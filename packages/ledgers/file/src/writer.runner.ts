import { parseArgs } from 'node:util'
import { file } from './file.ts'

const { values } = parseArgs({
  options: {
    path: { type: 'string', default: '' },
    name: { type: 'string', default: '' },
    pipelines: { type: 'string', default: '1' },
    editions: { type: 'string', default: '1' },
    waste: { type: 'string', default: '1000' },
  },
})

const origin = { kind: 'git', repository: 'shop', ref: 'refs/heads/main' } as const
const ledger = file({ path: values.path, mostWastedLines: Number(values.waste) })
const pipelines = Array.from({ length: Number(values.pipelines) }, (_, number) => `p${number}`)

/** Goes on from whatever is there, and says each write that was answered. */
for (let written = 0; written < Number(values.editions); written += 1) {
  const found = await ledger.read(origin, pipelines)
  await Promise.all(
    pipelines.map(async (pipeline) => {
      const edition = (found.find(({ key }) => key.pipeline === pipeline)?.edition ?? 0) + 1
      const answer = await ledger.write({ key: { ...origin, pipeline }, edition, baseline: values.name })
      if (answer === 'written') process.stdout.write(`${pipeline} ${edition} ${values.name}\n`)
    }),
  )
}
