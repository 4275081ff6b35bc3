import { describe, expect, it } from 'vitest'
import { documentKind } from './document-kind.ts'

describe('a document is recognised by its members', () => {
  it.each([
    ['permissions', { scopes: {}, tests: [] }],
    ['permissions', [{ arn: '', resource: '', stage: '', httpVerb: '', scope: '' }]],
    ['permissions', { grantz: [] }],
    ['permissions', null],
    ['permissions', []],
    ['configuration', { verifiers: [], permissions: {} }],
    ['configuration', { verifers: [], permissions: {}, policy: {} }],
    ['configuration', { verifiers: [] }],
    ['rules', { sources: {}, pipelines: {}, tests: [] }],
    ['rules', { pipelines: {} }],
    ['rules', { files_to_ignore: [], pipeline: 'web' }],
    ['rules', { config_file_mapping: {} }],
    ['rules', { pipelines: { use: { paths: ['a'] } }, sources: {} }],
    ['rules', { sources: {}, pipelines: {}, calendars: {}, ignore: [], onUnknownBase: 'hold' }],
    ['trigger', { sources: [], rules: {}, pipelines: { use: 'codepipeline' }, ledger: {} }],
    ['trigger', { sources: [], pipelines: { use: 'codepipeline' } }],
    ['trigger', { rules: {}, ledgr: {} }],
    ['trigger', { ledgr: {} }],
    ['webhook', { secrets: [], queue: {} }],
    ['webhook', { secrets: [], queue: {}, ledger: {}, repositories: [] }],
    ['webhook', { secrets: [], queu: {}, ledger: {} }],
    ['webhook', { secretz: [] }],
    ['trigger', { ledger: {} }],
    ['lock', { lockVersion: 1, packages: {}, shared: [] }],
    ['lock', { lockVersoin: 1 }],
    ['rules', [{ files_to_ignore: [], pipeline: 'web' }]],
  ])('as %s: %j', (kind, value) => {
    expect(documentKind(value)).toBe(kind)
  })
})
