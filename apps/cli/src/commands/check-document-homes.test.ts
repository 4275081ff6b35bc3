import { afterAll, describe, expect, it } from 'vitest'
import { commandLine } from '../command-line.stage.ts'

const { run, write, remove } = commandLine()
afterAll(remove)

/** Starting one takes a moment on a busy machine. */
const childProcesses = { timeout: 60_000 }

const authorizer = (permissions: object) =>
  JSON.stringify({
    verifiers: [{ use: 'jwks', issuer: 'https://idp.example.com/', audience: 'https://api.example.com' }],
    permissions,
  })
const trigger = (rules: object) =>
  JSON.stringify({
    sources: [{ use: 'codecommit' }],
    rules,
    pipelines: { use: 'codepipeline' },
    ledger: { use: 'memory' },
  })

write('scoped.json', authorizer({ use: 'dynamodb', table: 'sallyport-permissions' }))
write('object.json', trigger({ use: 's3', bucket: 'acme-gates', key: 'rules.json' }))
write('item.json', trigger({ use: 'dynamodb', table: 'sallyport-documents' }))
write('bad-scoped.json', authorizer({ use: 'dynamodb', table: '', maximumByte: 1 }))
write('bad-object.json', trigger({ use: 's3', bucket: 'acme-gates', path: 'rules.json' }))

write(
  'unknown.json',
  JSON.stringify({
    sources: [{ use: 'codecommit' }],
    rules: { use: 'file', path: 'rules.json', maximumByte: 1 },
    pipelines: { use: 'codepipeline', attempt: 2 },
    ledger: { use: 'memory', table: 'sallyport' },
  }),
)
write('no-path.json', authorizer({ use: 'file', pth: 'permissions.json' }))

describe('sallyport check, of members that no adapter knows', childProcesses, () => {
  it('tells all of them, wherever a document, a ledger or pipelines are', async () => {
    const { code, stdout } = await run(['check', 'unknown.json', 'no-path.json'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/rules\.maximumByte: .*; did you mean "maximumBytes"\?/)
    expect(stdout).toMatch(/pipelines\.attempt: .*; did you mean "attempts"\?/)
    expect(stdout).toMatch(/ledger\.table: expected a member that is known, found an unknown one/)
    expect(stdout).toMatch(/permissions\.pth: .*; did you mean "path"\?/)
    expect(stdout).toMatch(/permissions\.path: expected the path of a file, found nothing/)
  })
})

describe('sallyport check, of documents in AWS', childProcesses, () => {
  it('finds them good without asking AWS', async () => {
    const { code, stdout, stderr } = await run(['check', 'scoped.json', 'object.json', 'item.json'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).not.toContain('fault')
  })

  it('tells what is wrong with their options', async () => {
    const { code, stdout } = await run(['check', 'bad-scoped.json', 'bad-object.json'])
    expect(code).toBe(3)
    expect(stdout).toMatch(/permissions\.table: expected the name or ARN of a DynamoDB table, found ""/)
    expect(stdout).toMatch(/permissions\.maximumByte: .*; did you mean "maximumBytes"\?/)
    expect(stdout).toMatch(/rules\.path: expected a member that is known, found an unknown one/)
    expect(stdout).toMatch(/rules\.key: expected the key of an object/)
  })
})
