import type { JsonObject } from './json-object.ts'

/** RFC 7518 section 3.3. */
const leastModulusBits = 2048

/** Primes that tell the moduli of CVE-2017-15361 (ROCA) from others with next to no false alarm. */
const tellingPrimes = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157] as const

/** For each prime, what is left of every power of 65537: a ROCA modulus leaves nothing else. */
const telltales = tellingPrimes.map((prime) => ({
  prime: BigInt(prime),
  powers: powersOf(65_537 % prime, prime),
}))

/**
 * Whether an RSA key proves anything: long enough, with an exponent other than 1 (for which anyone
 * can sign), and not from the generator whose private keys can be computed.
 */
export function isSoundRsa({ n, e }: JsonObject): boolean {
  const modulus = unsigned(n)
  const exponent = unsigned(e)
  if (modulus.toString(2).length < leastModulusBits || exponent < 3n || exponent % 2n === 0n) return false
  return telltales.some(({ prime, powers }) => !powers.has(Number(modulus % prime)))
}

function powersOf(base: number, prime: number): ReadonlySet<number> {
  const powers = new Set<number>()
  for (let power = 1; !powers.has(power); power = (power * base) % prime) powers.add(power)
  return powers
}

function unsigned(base64url: unknown): bigint {
  if (typeof base64url !== 'string') return 0n
  return BigInt(`0x0${Buffer.from(base64url, 'base64url').toString('hex')}`)
}
