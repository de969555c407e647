/**
 * A `time.Time` as `MarshalBinary` writes it:
 *
 *     time    = version seconds nanoseconds minutes [rest]
 *     version = %x01 / %x02          the second where the offset has seconds
 *     seconds = 8 bytes, signed      since the year 1, in UTC
 *     nanoseconds = 4 bytes
 *     minutes = 2 bytes, signed      east of UTC; -1 for UTC itself
 *     rest    = 1 byte, signed       seconds of the offset
 *
 * All big-endian. Source: `time/time.go` of Go 1.19.
 */
import { isDate } from '../../lib/kinds.js'
import { GoTime } from './values.js'

/** Seconds from the year 1 to 1970. */
const EPOCH = 62_135_596_800n
const UTC = -1
/** Beyond it a Date is invalid. */
const LATEST = 8_640_000_000_000_000
const SIZES: readonly (number | undefined)[] = [undefined, 15, 16]

/** The time that bytes stand for; `undefined` where they stand for none, or for one that no Date can hold. */
export function readTime(bytes: Uint8Array): Date | undefined {
  const [version] = bytes
  if (bytes.length !== SIZES[version ?? 0]) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const nanoseconds = view.getUint32(9)
  const milliseconds =
    Number(view.getBigInt64(1) - EPOCH) * 1000 + Math.floor(nanoseconds / 1_000_000)
  if (nanoseconds > 999_999_999 || Math.abs(milliseconds) > LATEST) return undefined
  return timeOf(milliseconds, nanoseconds % 1_000_000, offsetOf(view))
}

/** Seconds east of UTC; `null` for UTC; `undefined` for what Go does not write. */
function offsetOf(view: DataView): number | null | undefined {
  const minutes = view.getInt16(13)
  if (view.byteLength < SIZES[2]!) return minutes === UTC ? null : minutes * 60
  const rest = view.getInt8(15)
  const isOne = rest !== 0 && Math.abs(rest) < 60 && minutes !== UTC && minutes * rest >= 0
  return isOne ? minutes * 60 + rest : undefined
}

function timeOf(
  milliseconds: number,
  nanoseconds: number,
  offset: number | null | undefined,
): Date | undefined {
  if (offset === undefined) return undefined
  if (nanoseconds === 0 && offset === null) return new Date(milliseconds)
  return new GoTime(milliseconds, { nanoseconds, offset })
}

/** The bytes of a time; `undefined` for an invalid one. */
export function writeTime(time: Date): Uint8Array | undefined {
  const milliseconds = isDate(time) ? Date.prototype.getTime.call(time) : Number.NaN
  if (Number.isNaN(milliseconds)) return undefined
  const { nanoseconds, offset } = time instanceof GoTime ? time : { nanoseconds: 0, offset: null }
  const rest = (offset ?? 0) % 60
  const bytes = new Uint8Array(SIZES[rest === 0 ? 1 : 2]!)
  const view = new DataView(bytes.buffer)
  const seconds = Math.floor(milliseconds / 1000)
  bytes[0] = rest === 0 ? 1 : 2
  view.setBigInt64(1, BigInt(seconds) + EPOCH)
  view.setUint32(9, (milliseconds - seconds * 1000) * 1_000_000 + nanoseconds)
  view.setInt16(13, offset === null ? UTC : Math.trunc(offset / 60))
  if (rest !== 0) view.setInt8(15, rest)
  return bytes
}
