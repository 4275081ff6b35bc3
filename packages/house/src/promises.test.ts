import { describe, expect, it } from 'vitest'
import { contracts, readmes } from './promises.ts'
import { manifest, smallRepository } from './small-repository.ts'

const test = 'packages/verifiers/jwt/src/jwks.test.ts'
const contract = "import { tokenVerifierContract } from '@sallyport/access/contracts'\n"

describe('an adapter', () => {
  it('has a README, and one that says something', () => {
    expect(readmes(smallRepository({ 'packages/verifiers/jwt/README.md': '\n' }))).toHaveLength(1)
    expect(readmes(smallRepository({ 'packages/entrances/x/package.json': manifest('x') }))).toEqual([
      'packages/entrances/x: expected a README.md, found none',
    ])
  })

  it.each([
    ['imports no contract', "import { jwks } from './jwks.ts'\n"],
    ['imports a contract and leaves it', contract],
    ['imports a contract from elsewhere', "import { aContract } from './a.ts'\nit('', aContract)\n"],
    ['imports the stage only', "import { Stage } from '@sallyport/access/contracts'\nit('', Stage)\n"],
    ['speaks of a contract in a comment', `// ${contract}`],
  ])('has a test that runs its contract, not one that %s', (_, text) => {
    expect(contracts(smallRepository({ [test]: text }))).toEqual([
      "packages/verifiers/jwt: expected a test that runs its port's contract, found none",
    ])
  })

  it('runs it in a test, not in a source', () => {
    const text = `${contract}export const clauses = tokenVerifierContract\n`
    expect(contracts(smallRepository({ [test]: '', 'packages/verifiers/jwt/src/a.ts': text }))).toHaveLength(
      1,
    )
  })

  it('may call it otherwise', () => {
    const text =
      "import { type Stage, aContract as clauses } from '@sallyport/delivery/contracts'\nfor (const c of clauses) c\n"
    expect(contracts(smallRepository({ [test]: text }))).toEqual([])
  })

  it('has no contract to run when it is an entrance', () => {
    expect(contracts(smallRepository({ 'packages/entrances/x/package.json': manifest('x') }))).toEqual([])
  })
})
