/** Whether `value` is a Uint8Array, of whatever realm: Jest and `vm` have classes of their own. */
export function isBytes(value: unknown): value is Uint8Array {
  return (
    Object.prototype.toString.call(value) === '[object Uint8Array]' && ArrayBuffer.isView(value)
  )
}
