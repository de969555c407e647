/** What copying or converting data counts for, in bytes. None is more than what writing the data once pays for. */
export const COSTS = {
  /** An item of a list, from which a value may be made anew. */
  perItem: 16,
  /** A key with its value, or a member of a set. */
  perEntry: 32,
  /** A character of text, which may be the digit of a number, or a byte of an int. */
  perCharacter: 8,
} as const

/** What an int counts for that is converted, compared or hashed: its bytes; 1 for one of common size. */
export function sizeOfInt(int: bigint): number {
  return BigInt.asIntN(1024, int) === int ? 1 : int.toString(16).length / 2
}
