import { OptionError } from '../errors.js'
import { atOnce } from '../lib/hook.js'
import { isBytes } from '../lib/kinds.js'
import { isFunction } from '../lib/options.js'
import type { OptionSpec } from '../lib/options.js'
import { randomBytes as nodeRandomBytes, randomFillSync } from './native.js'

/** Returns `size` unpredictable bytes. */
export type RandomBytes = (size: number) => Uint8Array

const POOL_SIZE = 4096
/** Larger requests than this fetch their own bytes: they would empty the pool at once. */
const MOST_FROM_POOL = 256

const pool = new Uint8Array(POOL_SIZE)
let used = POOL_SIZE

/**
 * The operating system's generator, asked for 4 KB at a time: for 20 bytes that is 26 times as fast. What
 * was given out is forgotten.
 */
export const randomBytes: RandomBytes = (size) => {
  // Node also has the right error for what is no size.
  if (!Number.isInteger(size) || size < 0 || size > MOST_FROM_POOL) return nodeRandomBytes(size)
  if (used + size > POOL_SIZE) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at++, used++) {
    bytes[at] = pool[used]!
    pool[used] = 0
  }
  return bytes
}

export const randomBytesSpec: OptionSpec<RandomBytes> = {
  fallback: randomBytes,
  check: isFunction,
  coerce: (given) => checked(given as RandomBytes),
}

/** Too few bytes, or what only looks like bytes, would make tokens that can be guessed; more, longer ones. */
function checked(given: RandomBytes): RandomBytes {
  return (size) => {
    const bytes = atOnce<unknown>('randomBytes', 'randomBytes', given(size))
    if (isBytes(bytes) && bytes.length >= size) return bytes.subarray(0, size)
    throw new OptionError(
      'randomBytes',
      'must give a Uint8Array of as many bytes as it is asked for',
    )
  }
}
