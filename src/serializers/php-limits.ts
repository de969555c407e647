/** What PHP's reader and writer have in common: limits, and the keys of arrays. */

/** Arrays inside each other. */
export const MAX_DEPTH = 500

/** Ints have so many bits. */
const INT_BITS = 64

/** Whether PHP has an int for it: what is beyond becomes a float there. */
export const isPhpInt = (value: bigint): boolean => BigInt.asIntN(INT_BITS, value) === value

const INT = /^(?:0|-?[1-9]\d{0,18})$/

/** Whether PHP takes a text for an int where it is the key of an array. */
export const isIntKey = (key: string): boolean => INT.test(key) && isPhpInt(BigInt(key))

/** The text of a key that PHP may take for an int: to make that of a huge bigint takes long. */
export function intName(key: unknown): string | undefined {
  if (typeof key === 'bigint') return isPhpInt(key) ? String(key) : undefined
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined
}
