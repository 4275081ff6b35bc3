import { generateKeyPairSync, sign } from 'node:crypto'

/** A server's certificate for `localhost`, and the key that goes with it, both as PEM. */
export interface ServerCertificate {
  readonly cert: string
  readonly key: string
}

/** Makes a certificate that vouches for itself (RFC 5280 section 4.1), in the few lines that takes. */
export function selfSigned(): ServerCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from('localhost')))))
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sequence(ecdsaWithSha256),
    name,
    sequence(der(0x18, Buffer.from('20200101000000Z')), der(0x18, Buffer.from('20990101000000Z'))),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(sequence(alternativeName, der(0x04, sequence(der(0x82, Buffer.from('localhost'))))))),
  )
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', toBeSigned, privateKey)])
  const certificate = sequence(toBeSigned, sequence(ecdsaWithSha256), der(0x03, signature))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const commonName = oid('550403')
const alternativeName = oid('551d11')
const ecdsaWithSha256 = oid('2a8648ce3d040302')

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const short = body.length < 128
  const length = short ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
