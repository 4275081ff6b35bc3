import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { objectEvent, origin } from './bucket.stage.ts'
import { revisionIn } from './object-event.ts'

const etag = 'd41d8cd98f00b204e9800998ecf8427e'
const version = 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e'

const created = (object: Readonly<Record<string, unknown>>) => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: { bucket: { name: 'artefacts' }, object: { key: 'a', etag, ...object } },
})
const trailed = (detail: Readonly<Record<string, unknown>>) => ({
  source: 'aws.s3',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventSource: 's3.amazonaws.com',
    eventName: 'PutObject',
    requestParameters: { bucketName: 'artefacts', key: 'builds/app.zip' },
    responseElements: { 'x-amz-version-id': version },
    ...detail,
  },
})
const trailedRevision = {
  kind: 's3',
  repository: 'artefacts',
  ref: 's3://artefacts/builds/app.zip',
  happened: 'created',
}

describe('an event of EventBridge', () => {
  it('names the version, the key as it is and the order', () => {
    expect(revisionIn(objectEvent({ happened: 'created', to: version }))).toEqual({
      ...origin,
      happened: 'created',
      to: version,
      order: '00617F08299329D189'.padEnd(64, '0'),
    })
  })

  it.each([undefined, 'null'])('names the entity tag where there is no version: %s', (none) => {
    expect(revisionIn(created({ 'version-id': none }))?.to).toBe(`etag:${etag}`)
    expect(revisionIn(created({ 'version-id': none, etag: `${etag}-12` }))?.to).toBe(`etag:${etag}-12`)
  })

  it.each(['a%20b+c', 'a/../b', '\u00e9 \n', '/'])('takes a key for what it is: %j', (key) => {
    expect(revisionIn(created({ key }))?.ref).toBe(`s3://artefacts/${key}`)
  })

  it('may have no sequencer, and then has no order', () => {
    expect(revisionIn(created({ 'version-id': version }))).not.toHaveProperty('order')
  })

  it('is of no revision when it is garbled', () => {
    for (const object of [
      { etag: 'x' },
      { etag: undefined },
      { key: '' },
      { sequencer: 'x' },
      { 'version-id': 7 },
    ])
      expect(revisionIn(created(object))).toBeUndefined()
  })

  it('tells that an object is gone, and not that one version is', () => {
    const deleted = (object: object, kind: string) => ({
      source: 'aws.s3',
      'detail-type': 'Object Deleted',
      detail: { bucket: { name: 'artefacts' }, object: { key: 'a', ...object }, 'deletion-type': kind },
    })
    const gone = { kind: 's3', repository: 'artefacts', ref: 's3://artefacts/a', happened: 'deleted' }
    expect(revisionIn(deleted({ 'version-id': version }, 'Delete Marker Created'))).toEqual(gone)
    expect(revisionIn(deleted({}, 'Permanently Deleted'))).toEqual(gone)
    expect(revisionIn(deleted({ 'version-id': version }, 'Permanently Deleted'))).toBeUndefined()
  })
})

describe('an event of CloudTrail', () => {
  it.each(['PutObject', 'CopyObject', 'CompleteMultipartUpload'])('names the version of %s', (eventName) => {
    expect(revisionIn(trailed({ eventName }))).toEqual({ ...trailedRevision, to: version })
  })

  it.each([null, {}, { 'x-amz-version-id': 'null' }])(
    'without a version leaves it to the tip: %j',
    (responseElements) => {
      expect(revisionIn(trailed({ responseElements }))).toEqual(trailedRevision)
    },
  )

  it.each([
    { eventName: 'DeleteObject' },
    { eventName: 'GetObject' },
    { errorCode: 'AccessDenied' },
    { eventSource: 'ec2.amazonaws.com' },
    { requestParameters: { bucketName: 'artefacts' } },
    { responseElements: { 'x-amz-version-id': 7 } },
  ])('is not ours: %j', (detail) => {
    expect(revisionIn(trailed(detail))).toBeUndefined()
  })
})

describe('the order of events', () => {
  it('is that of sequencers with zeros at their right, in either case', () => {
    const sequencer = fc.stringMatching(/^[0-9A-Fa-f]{1,20}$/)
    fc.assert(
      fc.property(sequencer, sequencer, (one, other) => {
        const [first = '', second = ''] = [one, other].map(
          (each) => revisionIn(created({ sequencer: each }))?.order,
        )
        const number = (text: string) => BigInt(`0x${text.padEnd(20, '0')}`)
        const expected = number(one) < number(other) ? -1 : number(one) > number(other) ? 1 : 0
        expect(first < second ? -1 : first > second ? 1 : 0).toBe(expected)
      }),
    )
  })
})
