import { describe, expect, it } from 'vitest'
import { runTime } from './run-time.ts'
import { manifest, smallRepository } from './small-repository.ts'

const jwks = 'packages/verifiers/jwt/src/jwks.ts'
const keys = 'packages/verifiers/jwt/src/keys.ts'
const complaint = (path: string) => [`${path}: expected a dependency for run time, found vitest`]

describe('what runs', () => {
  it('needs nothing declared for development, in a door or behind it', () => {
    expect(runTime(smallRepository({ [jwks]: "import { it } from 'vitest'\n" }))).toEqual(complaint(jwks))
    expect(
      runTime(
        smallRepository({ [jwks]: "export { a } from './keys.ts'\n", [keys]: "await import('vitest')\n" }),
      ),
    ).toEqual(complaint(keys))
  })

  it('may be a deployment or a command', () => {
    const text = "import { it } from 'vitest'\n"
    const command = {
      'apps/cli/package.json': manifest('cli', { exports: {}, bin: { sallyport: 'src/main.ts' } }),
      'apps/cli/src/main.ts': text,
    }
    expect(runTime(smallRepository({ 'apps/authorizer/deployments/b.ts': text }))).toHaveLength(1)
    expect(runTime(smallRepository(command))).toEqual(complaint('apps/cli/src/main.ts'))
  })

  it('may take types from anywhere', () => {
    const text =
      "import type { A } from 'vitest'\nexport type { B } from 'vitest'\nimport { c } from 'jose'\n"
    expect(runTime(smallRepository({ [jwks]: text }))).toEqual([])
  })

  it('is not what only tests import', () => {
    expect(runTime(smallRepository({ [keys]: "import { it } from 'vitest'\n" }))).toEqual([])
  })
})
