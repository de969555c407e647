/** Gobs put together byte by byte, in hexadecimal. */

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** A number below 128, or one of bytes that are counted. */
export function uint(value: number): string {
  if (value < 0x80) return value.toString(16).padStart(2, '0')
  const digits = value.toString(16)
  const even = digits.padStart(digits.length + (digits.length % 2), '0')
  return (256 - even.length / 2).toString(16) + even
}

export const int = (value: number): string => uint(value < 0 ? -2 * value - 1 : 2 * value)

/** Text behind its length. */
export const sized = (text: string): string => uint(text.length) + hex(Buffer.from(text))

const message = (text: string): string => uint(text.length / 2) + text

/** What an interface holds: a name, an id, and the bytes of a value. */
export const interfaceOf = (name: string, id: number, value: string): string =>
  sized(name) + int(id) + message(`00${value}`)

interface Odd {
  readonly id?: number
  readonly kind?: string
  readonly definitions?: number
  readonly count?: number | string
}

/** The gob of a `map[interface {}]interface {}` whose entries are these bytes, or something odd. */
export function body(entries: string, odd: Odd = {}): Uint8Array {
  const { id = 65, kind = '04', definitions = 1, count = entries === '' ? 0 : 1 } = odd
  const definition = message(`${int(-id)}${kind}0102${int(id)}0001100110${'0000'}`)
  const counted = typeof count === 'string' ? count : uint(count)
  const value = message(`${int(id)}00${counted}${entries}`)
  return Buffer.from(definition.repeat(definitions) + value, 'hex')
}

/** As many ints that V8 puts into one bucket of a hash table, by its `ComputeUnseededHash`. */
export function colliding(count: number): number[] {
  const keys: number[] = []
  for (let key = 0; keys.length < count; key++) if ((hashOf(key) & 0x7fff) === 1) keys.push(key)
  return keys
}

function hashOf(key: number): number {
  let hash = (~key + (key << 15)) | 0
  hash ^= hash >>> 12
  hash = (hash + (hash << 2)) | 0
  hash ^= hash >>> 4
  hash = Math.imul(hash, 2057)
  return hash ^ (hash >>> 16)
}
