import { describe, expect, it } from 'vitest'
import { rememberedAnswers } from './remembered-answers.ts'

const answer = (tag: string) => ({ tag, body: {}, link: undefined })

describe('remembered answers', () => {
  it('are given as they were last kept', () => {
    const answers = rememberedAnswers(2)
    answers.keep('main', answer('1'))
    answers.keep('main', answer('2'))
    expect(answers.of('main')).toEqual(answer('2'))
    expect(answers.of('other')).toBeUndefined()
  })

  it('are so many at most: what was not asked for longest is forgotten', () => {
    const answers = rememberedAnswers(2)
    answers.keep('a', answer('1'))
    answers.keep('b', answer('2'))
    answers.of('a')
    answers.keep('c', answer('3'))
    expect(['a', 'b', 'c'].filter((name) => answers.of(name) !== undefined)).toEqual(['a', 'c'])
  })
})
