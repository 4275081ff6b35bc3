/** Is this an IPv4 or IPv6 address or CIDR block, as the IAM operator `IpAddress` takes it? */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  if (rest.length > 0) return false
  const width = isVersion4(address) ? 32 : isVersion6(address) ? 128 : 0
  return width > 0 && (bits === undefined || (/^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= width))
}

function isVersion4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
}

function isVersion6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1) ?? ''
  const width = groups.length + (last.includes('.') ? 1 : 0)
  const plain = last.includes('.') ? groups.slice(0, -1) : groups
  return (
    (!last.includes('.') || text.endsWith(last)) &&
    plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) &&
    (!last.includes('.') || isVersion4(last)) &&
    (halves.length === 2 ? width < 8 : width === 8)
  )
}
