/** Argon2id (RFC 9106), by the package `@noble/hashes`, which is loaded when it is asked for. */

/** What it may cost. */
export interface Argon2Cost {
  /** Times that the memory is gone through. */
  readonly passes: number
  /** KiB. */
  readonly memory: number
}

/** A key of `size` bytes out of a secret, with one lane. It takes seconds. */
export async function argon2id(
  secret: Uint8Array,
  salt: Uint8Array,
  { passes, memory }: Argon2Cost,
  size: number,
): Promise<Uint8Array> {
  const { argon2idAsync } = await import('@noble/hashes/argon2.js')
  return argon2idAsync(secret, salt, { t: passes, m: memory, p: 1, dkLen: size })
}
