import { kernelRecord, kernelWords } from './kernel-words.ts'
import { type Repository, repositoryOf } from './repository.ts'

type Texts = Readonly<Record<string, string>>

/** A repository that no wall has anything against, with files added or replaced by a test. */
export const smallRepository = (changes: Texts = {}): Repository =>
  repositoryOf({
    'tsconfig.adapter.json': '{}',
    'tsconfig.app.json': '{}',
    'tsconfig.domain.json': '{}',
    'pnpm-lock.yaml': 'lockfileVersion: 9\n',
    [kernelRecord]: `# Kernel\n${kernelWords.map((word) => `\`${word}\``).join('\n')}`,
    ...inside('kernel', 'kernel', {}),
    ...kernel,
    ...inside('access', 'domain', { '@sallyport/kernel': 'workspace:*', valibot: 'catalog:' }),
    'packages/access/src/index.ts': "export { rights } from './rights-document.ts'\n",
    'packages/access/src/rights-document.ts':
      "import { object } from 'valibot'\nexport const rights = object\n",
    ...adapter,
    ...app,
    ...changes,
  })

/** A `package.json` with these members changed. */
export function manifest(name: string, changes: object = {}): string {
  return JSON.stringify({ name: `@sallyport/${name}`, exports: { '.': './src/index.ts' }, ...changes })
}

const inside = (name: string, tag: string, dependencies: Texts): Texts => ({
  [`packages/${name}/package.json`]: manifest(name, { dependencies }),
  [`packages/${name}/tsconfig.json`]: '{ "extends": "../../tsconfig.domain.json" }',
  [`packages/${name}/turbo.json`]: `{ "extends": ["//"], "tags": ["${tag}"] }`,
})

const kernel: Texts = {
  'packages/kernel/package.json': manifest('kernel', {
    exports: { '.': './src/index.ts', './contracts': './src/contracts.ts' },
  }),
  'packages/kernel/src/index.ts': `export { ${kernelWords.slice(0, 20).join(', ')} } from './words.ts'\n`,
  'packages/kernel/src/contracts.ts': `export { ${kernelWords.slice(20).join(', ')} } from './words.ts'\n`,
  'packages/kernel/src/words.ts': 'export {}\n',
}

const adapter: Texts = {
  'packages/verifiers/jwt/package.json': manifest('verifier-jwt', {
    exports: { './jwks': './src/jwks.ts' },
    dependencies: { '@sallyport/access': 'workspace:*', '@sallyport/kernel': 'workspace:*', jose: '6.2.18' },
    devDependencies: { vitest: 'catalog:' },
  }),
  'packages/verifiers/jwt/tsconfig.json': '{ "extends": "../../../tsconfig.adapter.json" }',
  'packages/verifiers/jwt/turbo.json': '{ "extends": ["//"], "tags": ["adapter"] }',
  'packages/verifiers/jwt/README.md': '# @sallyport/verifier-jwt\n',
  'packages/verifiers/jwt/src/jwks.ts': "import { jwtVerify } from 'jose'\nexport const jwks = jwtVerify\n",
  'packages/verifiers/jwt/src/jwks.test.ts': [
    "import { tokenVerifierContract } from '@sallyport/access/contracts'",
    "import { it } from 'vitest'",
    "import { jwks } from './jwks.ts'",
    'for (const { promise, keep } of tokenVerifierContract) it(promise, () => keep(jwks))',
  ].join('\n'),
}

const app: Texts = {
  'apps/authorizer/package.json': manifest('authorizer', {
    exports: {},
    dependencies: { '@sallyport/verifier-jwt': 'workspace:*' },
  }),
  'apps/authorizer/tsconfig.json': '{ "extends": "../../tsconfig.app.json" }',
  'apps/authorizer/turbo.json': '{ "extends": ["//"], "tags": ["app"] }',
  'apps/authorizer/deployments/plain.ts':
    "import { jwks } from '@sallyport/verifier-jwt/jwks'\nexport const handler = jwks(process.env)\n",
}
