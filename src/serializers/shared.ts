import type { Check } from '../lib/options.js'

/**
 * What turns a session's value into bytes and back. Pyramid's interface: anything with these two
 * functions will do. A session is handed over as plain values: `[accessed, created, data]`, two numbers of
 * seconds and a plain object (a Map where a key is no text).
 *
 * @example
 * import { signedCookieSessionFactory } from 'cartouche'
 * import type { Serializer } from 'cartouche'
 *
 * const serializer: Serializer = {
 *   dumps: (value) => Buffer.from(JSON.stringify(value)),
 *   loads: (bytes) => JSON.parse(bytes),
 * }
 * const factory = signedCookieSessionFactory('seekrit', { serializer })
 * const { session, commit } = factory.open()
 * session.set('userId', 7)
 * const [cookie] = commit()[0]![1].split(';')
 * factory.open(cookie).session.get('userId') // → 7
 */
export interface Serializer {
  /** Value → bytes. Throws when the value holds something that the serializer cannot write. */
  dumps(value: unknown): Uint8Array
  /**
   * Bytes → value. Throws when the bytes are not what {@link dumps} makes.
   *
   * @param bytes a Buffer, which `JSON.parse` takes for the text in it; hence the type
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- of all types that JSON.parse takes, a Buffer has none
  loads(bytes: any): unknown
}

/** Anything with the two functions of a serializer. */
export const isSerializer: Check = (value) => {
  const { dumps, loads } = (value ?? {}) as Partial<Serializer>
  return typeof dumps === 'function' && typeof loads === 'function'
    ? undefined
    : 'must be an object with the functions dumps and loads'
}
