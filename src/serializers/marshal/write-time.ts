import * as G from './grammar.js'
import type { Output } from './output.js'
import { RubyTime, RubyTimeWithZone, packTime } from './time.js'

/** A Date as a Time of UTC, what is of a class of ours as what it was. */
export function writeTime(value: Date, out: Output): void {
  if (value instanceof RubyTimeWithZone) writeWithZone(value, out)
  else if (value instanceof RubyTime) writePacked(value, value, out)
  else writePacked(new RubyTime(Date.prototype.getTime.call(value)), value, out)
}

/** @param object as which the time is known to others that are the same */
function writePacked(time: RubyTime, object: object | undefined, out: Output): void {
  const { microseconds, nanoseconds, offset, zone } = time
  out.byte(G.WITH_PAIRS)
  out.byte(G.DUMPED)
  out.symbol(G.TIME)
  out.bytes(packTime(time, microseconds, offset === null))
  out.long(1 + (nanoseconds === null ? 0 : 3) + (offset === null ? 0 : 1))
  if (nanoseconds !== null) {
    out.symbol('nano_num')
    out.integer(nanoseconds.num)
    out.symbol('nano_den')
    out.integer(nanoseconds.den)
    out.symbol('submicro')
    out.raw(nanoseconds.digits)
  }
  if (offset !== null) {
    out.symbol('offset')
    out.integer(offset)
  }
  out.symbol('zone')
  out.zone(zone)
  out.keep(object)
}

function writeWithZone(value: RubyTimeWithZone, out: Output): void {
  const { microseconds, nanoseconds, zone } = value
  const details = { microseconds, nanoseconds, zone }
  const time = value.getTime()
  out.keep(value)
  out.byte(G.MARSHALED)
  out.symbol(G.TIME_WITH_ZONE)
  out.keep()
  out.head(G.ARRAY, 3)
  writePacked(new RubyTime(time, details), undefined, out)
  out.string(Buffer.from(value.timeZone), 'UTF-8')
  writePacked(new RubyTime(time + value.offset! * 1000, details), undefined, out)
}
