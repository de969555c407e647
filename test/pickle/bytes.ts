/** Pickles written by hand. */

/** Bytes of text (Latin-1), numbers and lists of numbers one after the other. */
export function bytes(...parts: readonly (string | number | readonly number[])[]): Uint8Array {
  return new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  )
}

/** What an action throws; fails when it throws nothing. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
