import { describe, expect, it } from 'vitest'
import { everyHit, firstHit, ours } from './contestants.ts'
import { landscape, read } from './landscape.ts'

describe('the contestants', () => {
  it.each([
    [1, 1],
    [500, 10],
    [2000, 100],
  ])('give the same answer for %i files and %i pipelines', (files, pipelines) => {
    const { document, paths } = landscape(files, pipelines)
    const answer = ours(read(document), paths)
    expect(answer.length).toBeGreaterThan(0)
    expect(firstHit(document)(paths)).toEqual(answer)
    expect(everyHit(document)(paths)).toEqual(answer)
  })
})
