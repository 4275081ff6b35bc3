import { describe, expect, it } from 'vitest'
import { confinement, declaration, direction } from './direction.ts'
import { manifest, smallRepository } from './small-repository.ts'

const importing = (path: string, specifier: string) =>
  smallRepository({ [path]: `import type { A } from '${specifier}'\nexport type B = A\n` })

describe('the direction of dependencies', () => {
  it.each([
    ['a kernel that imports a domain', 'packages/kernel/src/b.ts', '@sallyport/access'],
    ['a domain that imports an adapter', 'packages/access/src/b.ts', '@sallyport/verifier-jwt/jwks'],
    [
      'a test of a domain that imports an adapter',
      'packages/access/src/b.test.ts',
      '@sallyport/verifier-jwt/jwks',
    ],
    ['an adapter that imports an app', 'packages/verifiers/jwt/src/b.ts', '@sallyport/authorizer'],
    ['a package that is nowhere', 'packages/access/src/b.ts', '@sallyport/nowhere'],
  ])('minds %s', (_, path, specifier) => {
    expect(direction(importing(path, specifier))).toEqual([expect.stringContaining(`${path}: expected`)])
  })

  it('minds an adapter that knows another, in the manifest and in a dynamic import', () => {
    const path = 'packages/verifiers/other'
    const complaints = direction(
      smallRepository({
        [`${path}/package.json`]: manifest('other', {
          devDependencies: { '@sallyport/verifier-jwt': 'workspace:*' },
        }),
        [`${path}/src/b.ts`]: "const a = await import('@sallyport/verifier-jwt/jwks')\n",
      }),
    )
    const sentence =
      'expected adapter to use domain or kernel or simulation or simulator, found adapter @sallyport/verifier-jwt'
    expect(complaints).toEqual([`${path}/package.json: ${sentence}`, `${path}/src/b.ts: ${sentence}`])
  })

  it('lets a simulator know what simulators share, and no other simulator', () => {
    const simulator = (name: string) => ({
      [`packages/${name}/package.json`]: manifest(name),
      [`packages/${name}/src/a.ts`]: "import type { B } from '@sallyport/simulation'\n",
    })
    const inside = { 'packages/simulation/package.json': manifest('simulation') }
    const beside = { ...inside, ...simulator('aws-simulator'), ...simulator('github-simulator') }
    expect(direction(smallRepository(beside))).toEqual([])
    const path = 'packages/aws-simulator/src/b.ts'
    const text = "import type { C } from '@sallyport/github-simulator'\n"
    expect(direction(smallRepository({ ...beside, [path]: text }))).toEqual([
      `${path}: expected simulator to use kernel or simulation, found simulator @sallyport/github-simulator`,
    ])
  })

  it('does not mind an import in a comment or a text', () => {
    const text = "// import a from '@sallyport/access'\nconst b = \"import c from '@sallyport/access'\"\n"
    expect(direction(smallRepository({ 'packages/kernel/src/b.ts': text }))).toEqual([])
  })
})

describe('the confinement of relative imports', () => {
  it.each(['../../kernel/src/clock.ts', '../../../scripts/run.mjs'])('minds %s', (specifier) => {
    expect(confinement(importing('packages/access/src/b.ts', specifier))).toHaveLength(1)
  })

  it('does not mind one that climbs inside its package', () => {
    expect(confinement(importing('packages/access/src/ports/b.ts', '../rights-document.ts'))).toEqual([])
  })
})

describe('the declaration of dependencies', () => {
  it.each([
    ['an import nobody declared', 'packages/verifiers/jwt/src/b.ts', 'koa'],
    ['a deep import nobody declared', 'packages/verifiers/jwt/src/b.ts', '@scope/name/deep'],
  ])('minds %s', (_, path, specifier) => {
    expect(declaration(importing(path, specifier))).toHaveLength(1)
  })

  it.each([
    ['an own package by version', '@sallyport/kernel', '0.1.0'],
    ['an own package by a caret', '@sallyport/kernel', 'workspace:^'],
    ['a foreign package by a range', 'jose', '^6.2.18'],
    ['a foreign package by a tag', 'jose', 'latest'],
  ])('minds %s', (_, name, version) => {
    const text = manifest('access', { dependencies: { valibot: 'catalog:', [name]: version } })
    expect(declaration(smallRepository({ 'packages/access/package.json': text }))).toEqual([
      expect.stringContaining(`${name}: expected`),
    ])
  })

  it('takes declared types for a declaration', () => {
    const text = manifest('access', {
      dependencies: { valibot: 'catalog:' },
      devDependencies: { '@types/scope__name': '1.0.0' },
    })
    const changes = {
      'packages/access/package.json': text,
      'packages/access/src/b.ts': "import type { A } from '@scope/name'\n",
    }
    expect(declaration(smallRepository(changes))).toEqual([])
  })
})
