import { describe, expect, it } from 'vitest'
import { apiOf } from './api-arn.ts'

describe("an API's ARN", () => {
  it('names region, account and API', () => {
    expect(apiOf('arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2')).toEqual({
      region: 'us-east-1',
      accountId: '219852565112',
      apiId: 'rz8w6b1ik2',
    })
  })

  it('may leave each of them open', () => {
    expect(apiOf('arn:aws-cn:execute-api:*:*:*')).toEqual({ region: '*', accountId: '*', apiId: '*' })
  })

  it.each([
    '',
    'a1b2c3',
    'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod',
    'arn:aws:execute-api:eu-*:111122223333:a1b2c3',
    'arn:aws:execute-api:eu-west-1:1111:a1b2c3',
    'arn:aws:execute-api:eu-west-1:111122223333:a1?',
    'arn:aws:s3:eu-west-1:111122223333:a1b2c3',
  ])('is not %j', (text) => {
    expect(apiOf(text)).toEqual({
      expected: expect.stringContaining('the ARN of an API'),
      found: JSON.stringify(text),
    })
  })
})
