import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inRange, ipRange } from './ip-range.ts'

const within = (range: string, address: string) => {
  const [block, one] = [ipRange(range), ipRange(address)]
  return block !== undefined && one !== undefined && inRange(block, one)
}

describe('an address range', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7/24', '203.0.113.200', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['::1', '0:0:0:0:0:0:0:1', true],
    ['::ffff:203.0.113.0/120', '::ffff:cb00:7109', true],
    ['::/0', '203.0.113.7', false],
    ['203.0.113.0/24', '203.0.113.0/16', false],
  ])('%s holds %s: %s', (range, address, expected) => {
    expect(within(range, address)).toBe(expected)
  })

  it.each([
    '',
    'office',
    '203.0.113.0/33',
    '203.0.113/24',
    '2001:db8::/129',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    'fe80::1%eth0',
  ])('is not read from %j', (text) => {
    expect(ipRange(text)).toBeUndefined()
  })

  it('agrees with arithmetic on every IPv4 address and prefix', () => {
    const address = fc.nat(0xffffffff)
    const dotted = (n: number) => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255).join('.')
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (block, one, prefix) => {
        const size = 2 ** (32 - prefix)
        return (
          within(`${dotted(block)}/${prefix}`, dotted(one)) ===
          (Math.floor(block / size) === Math.floor(one / size))
        )
      }),
    )
  })
})
