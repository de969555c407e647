/**
 * Numbers as keys, as the engine sees them.
 *
 * V8 hashes a number without a secret, so that whoever writes a pickle can choose keys that all fall
 * into one bucket of a Map or Set: each is then compared with all before it. A bigint falls by its low
 * 64 bits alone. Text is hashed with a secret, and objects by chance. So the buckets are counted here as
 * V8 fills them, and a key that falls into a full one is refused. Keys that nobody chose for this lie
 * evenly and are never met by it, however many they are.
 */

import { FIXED_LIMITS } from './limits.js'

/** In a smaller container no bucket can be full. */
export const FEW_KEYS: number = FIXED_LIMITS.collidingKeys

/** How many number keys of one container lie in each of its buckets. */
export class Buckets {
  readonly #hashes: number[] = []
  /** A power of two, and at least half as many as there are keys: as in V8. */
  #counts = new Uint32Array(FEW_KEYS)

  /** Adds a key that is not there yet, and tells whether its bucket has room for it. */
  add(key: number | bigint): boolean {
    const hash = hashOf(key)
    this.#hashes.push(hash)
    if (this.#hashes.length > 2 * this.#counts.length) this.#grow()
    else this.#count(hash)
    return this.#counts[hash & (this.#counts.length - 1)]! <= FIXED_LIMITS.collidingKeys
  }

  #count(hash: number): void {
    this.#counts[hash & (this.#counts.length - 1)]!++
  }

  #grow(): void {
    this.#counts = new Uint32Array(2 * this.#counts.length)
    for (const hash of this.#hashes) this.#count(hash)
  }
}

const scratch = new DataView(new ArrayBuffer(8))

/** V8's hash of a key: `Object::GetSimpleHash`. */
function hashOf(key: number | bigint): number {
  if (typeof key === 'number' && (key | 0) === key) return hash32(key)
  if (typeof key === 'number') scratch.setFloat64(0, key)
  else scratch.setBigUint64(0, key < 0n ? -key : key)
  return hash64(scratch.getInt32(0), scratch.getInt32(4))
}

/** V8's `ComputeUnseededHash`. */
function hash32(key: number): number {
  let hash = (~key + (key << 15)) | 0
  hash ^= hash >>> 12
  hash = (hash + (hash << 2)) | 0
  hash ^= hash >>> 4
  hash = Math.imul(hash, 2057)
  return hash ^ (hash >>> 16)
}

const TWO_32 = 0x1_0000_0000

/** V8's `ComputeLongHash`, which is of 64 bits, in halves. */
function hash64(high: number, low: number): number {
  let sum = (~low >>> 0) + ((low << 18) >>> 0)
  let above = (~high + ((high << 18) | (low >>> 14)) + Number(sum >= TWO_32)) | 0
  let below = (sum | 0) ^ (((sum | 0) >>> 31) | (above << 1))
  above ^= above >>> 31
  sum = (below >>> 0) * 21
  above = (Math.imul(above, 21) + Math.floor(sum / TWO_32)) | 0
  below = (sum | 0) ^ (((sum | 0) >>> 11) | (above << 21))
  above ^= above >>> 11
  sum = (below >>> 0) + ((below << 6) >>> 0)
  above = (above + ((above << 6) | (below >>> 26)) + Number(sum >= TWO_32)) | 0
  below = sum | 0
  return below ^ ((below >>> 22) | (above << 10))
}

export const isNumberKey = (key: unknown): key is number | bigint =>
  typeof key === 'number' || typeof key === 'bigint'

/** Whether too many of these keys, put into a container one by one, fall into one bucket. */
export function haveCollisions(keys: Iterable<unknown>): boolean {
  const buckets = new Buckets()
  for (const key of keys) if (isNumberKey(key) && !buckets.add(key)) return true
  return false
}
