import { describe, expect, it } from 'vitest'
import { functionLog } from './function-log.ts'

const line = (facts: object) => `${JSON.stringify(facts)}\n`

function toldOf(chunks: readonly string[], shows: 'errors' | 'everything' = 'errors'): readonly string[] {
  const told: string[] = []
  const log = functionLog((each) => told.push(each), shows)
  for (const chunk of chunks) log(chunk)
  return told
}

describe('what a function wrote', () => {
  it('is told where it is an error, with its issues', () => {
    const issues = ['[0].arn: expected the ARN of an API, found nothing']
    expect(
      toldOf([line({ level: 'INFO', message: 'fine' }), line({ level: 'ERROR', message: 'bad', issues })]),
    ).toEqual(['function: bad', `  ${issues[0]}`])
  })

  it('is told with its reason, and without metrics', () => {
    expect(
      toldOf([
        line({ _aws: {} }),
        line({ level: 'ERROR', message: 'access decision', reason: 'UPSTREAM_UNAVAILABLE' }),
      ]),
    ).toEqual(['function: access decision', '  UPSTREAM_UNAVAILABLE'])
  })

  it('says which gate wrote it, and about which pipeline', () => {
    const errors = [
      { service: 'sallyport-access', message: 'access decision', reason: 'UPSTREAM_UNAVAILABLE' },
      { service: 'sallyport-delivery', message: 'start to be tried again', pipeline: 'web', found: 'noise' },
    ]
    expect(toldOf(errors.map((facts) => line({ level: 'ERROR', ...facts })))).toEqual([
      'authorizer: access decision',
      '  UPSTREAM_UNAVAILABLE',
      'trigger: start to be tried again (web)',
      '  noise',
    ])
  })

  it('is put together from its chunks', () => {
    const text = line({ level: 'ERROR', message: 'bad' })
    expect(toldOf([text.slice(0, 5), text.slice(5)])).toEqual(['function: bad'])
  })

  it('is told as it came when it is no JSON, and whole when everything is wanted', () => {
    expect(toldOf(['plain\n'])).toEqual(['plain'])
    const text = line({ level: 'INFO', message: 'fine' })
    expect(toldOf([text], 'everything')).toEqual([text.trim()])
  })
})
