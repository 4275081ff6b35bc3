import { describe, expect, it } from 'vitest'
import { declaredNames, fileNames, onlyDoors } from './names.ts'
import { smallRepository } from './small-repository.ts'

const folder = 'packages/access/src'

describe('the name of a file', () => {
  it.each([
    'methodArn.ts',
    'MethodArn.ts',
    'method_arn.ts',
    'string-utils.ts',
    'helpers.ts',
    'types.ts',
    'base.test.ts',
    'common/scope.ts',
    'policy-manager.ts',
  ])('is not %s', (name) => {
    expect(fileNames(smallRepository({ [`${folder}/${name}`]: '' }))).toEqual([
      expect.stringContaining(`${folder}/${name}: expected`),
    ])
  })

  it.each(['token-verifier.contract.ts', 'database.ts', 'options.test-d.ts'])('may be %s', (name) => {
    expect(fileNames(smallRepository({ [`${folder}/${name}`]: '' }))).toEqual([])
  })

  it('is index.ts for the door only', () => {
    expect(onlyDoors(smallRepository({ [`${folder}/ports/index.ts`]: '' }))).toEqual([
      `${folder}/ports/index.ts: expected index.ts to be the package's door, found another`,
    ])
    expect(onlyDoors(smallRepository({ 'packages/verifiers/jwt/src/index.ts': '' }))).toHaveLength(1)
  })
})

describe('the name of a thing', () => {
  it.each([
    'interface IStore {}',
    'type StoreImpl = 1',
    'class BaseStore {}',
    'function storeUtils() {}',
    'class TokenManager {}',
    'class TokenService {}',
  ])('is not that of %s', (text) => {
    expect(declaredNames(smallRepository({ [`${folder}/a.ts`]: text }))).toHaveLength(1)
  })

  it.each([
    'interface IamPolicy {}',
    'type IPv4Range = 1',
    'class SecretsManager {}',
    'interface Baseline {}',
    '// class TokenManager {}',
  ])('may be that of %s', (text) => {
    expect(declaredNames(smallRepository({ [`${folder}/a.ts`]: text }))).toEqual([])
  })
})
