/**
 * What turns a session's value into bytes and back. Pyramid's interface: anything with these two
 * functions will do.
 */
export interface Serializer {
  /** Value → bytes. Throws when the value holds something that the serializer cannot write. */
  dumps(value: unknown): Uint8Array
  /** Bytes → value. Throws when the bytes are not what {@link dumps} makes. */
  loads(bytes: Uint8Array): unknown
}
