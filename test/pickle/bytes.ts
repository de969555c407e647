/** Pickles written by hand. */

/** Bytes of text (Latin-1), numbers and lists of numbers one after the other. */
export function bytes(...parts: readonly (string | number | readonly number[])[]): Uint8Array {
  return new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  )
}

export { thrownBy } from '../support/thrown.js'
