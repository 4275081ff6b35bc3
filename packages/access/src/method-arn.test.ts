import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { methodArn, resourcePrefix } from './method-arn.ts'

const api = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'

describe('a method ARN', () => {
  it('is taken apart', () => {
    expect(methodArn(`${api}/prod/GET/pets/7`)).toEqual({
      partition: 'aws',
      region: 'eu-west-1',
      accountId: '111122223333',
      apiId: 'a1b2c3',
      stage: 'prod',
      verb: 'GET',
      path: '/pets/7',
    })
  })

  it('keeps the path to the letter, colons and wildcards included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (path) => {
        expect(methodArn(`${api}/prod/GET/${path}`)).toMatchObject({ apiId: 'a1b2c3', path: `/${path}` })
      }),
    )
    expect(methodArn(`${api}/prod/GET/a:b/arn:aws:x:y:z:w/*\n$\{x}`)?.path).toBe(
      `/a:b/arn:aws:x:y:z:w/*\n$\{x}`,
    )
  })

  it.each(['aws', 'aws-cn', 'aws-us-gov'])('may be of the partition %s', (partition) => {
    const found = methodArn(`${api.replace('arn:aws:', `arn:${partition}:`)}/prod/GET/pets`)
    expect(found?.partition).toBe(partition)
    expect(found && resourcePrefix(found)).toBe(
      `arn:${partition}:execute-api:eu-west-1:111122223333:a1b2c3/prod/`,
    )
  })

  it.each(['$default', 'ESTestInvoke-stage', 'v1_2'])('may be of the stage %s', (stage) => {
    expect(methodArn(`${api}/${stage}/GET/`)).toMatchObject({ stage, path: '/' })
  })

  it.each([`${api}/prod/GET`, `${api}/prod/GET/`])('of the root has the path /: %s', (text) => {
    expect(methodArn(text)?.path).toBe('/')
  })

  it.each([
    '',
    'arn',
    api,
    `${api}/prod`,
    `${api}/prod/`,
    `${api}/prod/get/pets`,
    `${api}//GET/pets`,
    ` ${api}/prod/GET/pets`,
    `${api.replace('execute-api', 's3')}/prod/GET/pets`,
    `${api.replace('111122223333', '1')}/prod/GET/pets`,
    `${api.replace('arn:aws:', 'arn:other:')}/prod/GET/pets`,
    `${api.replace('a1b2c3', '*')}/prod/GET/pets`,
    `${api}/prod:x/GET/pets`,
  ])('is not %j', (text) => {
    expect(methodArn(text)).toBeUndefined()
  })

  it.each(['*', '?', 'pr*d', '${aws:x}'])('never has the stage %s, which would widen a policy', (stage) => {
    expect(methodArn(`${api}/${stage}/GET/pets`)).toBeUndefined()
  })
})
