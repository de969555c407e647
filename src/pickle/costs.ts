/** What an int counts for that is converted, compared or hashed: its bytes; 1 for one of common size. */
export function sizeOfInt(int: bigint): number {
  return BigInt.asIntN(1024, int) === int ? 1 : int.toString(16).length / 2
}
