import type { Contract } from '@sallyport/kernel'
import { changesBetween, same } from './reading.ts'
import type { ChangeSourceStage } from './stage.ts'

/** What became of a path, and how it is spelt. */
export const pathClauses: Contract<ChangeSourceStage> = [
  {
    promise: 'tells added, modified and deleted apart',
    async keep(stage) {
      const from = await stage.land([{ put: 'a', content: '1' }, { put: 'b' }, { put: 'c' }])
      const to = await stage.land([{ put: 'a', content: '2' }, { remove: 'b' }, { put: 'd' }])
      same(await changesBetween(stage, from, to), [
        ['modified', 'a'],
        ['deleted', 'b'],
        ['added', 'd'],
      ])
    },
  },
  {
    promise: 'tells a rename as a deletion and an addition, even of the same content',
    async keep(stage) {
      const content = 'the same words, so that it looks like a rename\n'.repeat(20)
      const from = await stage.land([
        { put: 'old/name', content },
        { put: 'kept', content },
      ])
      const to = await stage.land([{ rename: 'old/name', to: 'new/name' }])
      same(await changesBetween(stage, from, to), [
        ['deleted', 'old/name'],
        ['added', 'new/name'],
      ])
    },
  },
  {
    promise: 'tells a file that became a directory, and back, by each path',
    async keep(stage) {
      const from = await stage.land([{ put: 'thing' }])
      const to = await stage.land([{ remove: 'thing' }, { put: 'thing/inside' }])
      same(await changesBetween(stage, from, to), [
        ['deleted', 'thing'],
        ['added', 'thing/inside'],
      ])
      same(await changesBetween(stage, to, from), [
        ['added', 'thing'],
        ['deleted', 'thing/inside'],
      ])
    },
  },
  {
    promise: 'tells a change of mode alone as modified',
    async keep(stage) {
      const from = await stage.land([{ put: 'run.sh', content: 'x' }, { put: 'other' }])
      const to = await stage.land([{ put: 'run.sh', content: 'x', executable: true }])
      same(await changesBetween(stage, from, to), [['modified', 'run.sh']])
    },
  },
  {
    promise:
      'spells paths to the letter: composed and decomposed letters, spaces, quotes, newlines, brackets',
    async keep(stage) {
      const from = await stage.land([{ put: 'start' }])
      const paths = oddPaths.filter((path) => !stage.unspeakable?.includes(path))
      const to = await stage.land(paths.map((put) => ({ put })))
      same(
        await changesBetween(stage, from, to),
        paths.map((path) => ['added', path]),
      )
      same(
        await changesBetween(stage, to, from),
        paths.map((path) => ['deleted', path]),
      )
    },
  },
]

const oddPaths = [
  'caf\u00e9.txt',
  'cafe\u0301.txt',
  '\u65e5\u672c\u8a9e/\ud83d\ude80.md',
  ' leading and trailing ',
  'two  spaces/and\ttab',
  '"double" \'single\' `back`',
  'back\\slash',
  'new\nline',
  'carriage\rreturn',
  'app/[slug]/(group)/{id}/page.tsx',
  'star*/question?.ts',
  '-rf',
  '--output=x',
  ':colon',
  '!not',
  '#hash',
  '..hidden',
  'a..b',
  'dots/.../three',
  '100%25/%2e%2e',
  'a+b&c=d;e,f$g',
  'constructor/__proto__',
]
