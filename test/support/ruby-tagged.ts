/** Values read from Ruby, told with their types as test/vectors/generate/ruby_values.rb tells Ruby's own. */
import { floatKeyNotes, isNotedFloat, orderedKeys } from '../../src/lib/hints.js'
import { RubyTime, RubyTimeWithZone } from '../../src/serializers/marshal/time.js'
import {
  RackSessionId,
  RubyString,
  RubySymbol,
  isIndifferent,
} from '../../src/serializers/marshal/types.js'

export type RubyTagged = { readonly t: string } & Readonly<Record<string, unknown>>

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function float(value: number): RubyTagged {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return { t: 'float', bits: hexOf(bytes) }
}

/** @param isFloat whether it is noted as one where it stands */
export function rubyTagged(value: unknown, isFloat = false): RubyTagged {
  if (value === null) return { t: 'none' }
  if (typeof value === 'boolean') return { t: 'bool', v: value }
  if (typeof value === 'string') return { t: 'str', v: value }
  if (typeof value === 'bigint') return { t: 'int', v: String(value) }
  if (typeof value !== 'number') return tagged(value as object)
  const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0) && !isFloat
  return isInteger ? { t: 'int', v: String(value) } : float(value)
}

function tagged(value: object): RubyTagged {
  if (value instanceof RubySymbol) return { t: 'symbol', v: value.name }
  if (value instanceof RackSessionId) return { t: 'session_id', v: value.publicId }
  if (value instanceof RubyString) {
    return { t: 'string', hex: hexOf(value.bytes), encoding: value.encoding }
  }
  if (value instanceof Uint8Array) return { t: 'bytes', hex: hexOf(value) }
  if (value instanceof Date) return time(value)
  if (!Array.isArray(value)) return hash(value)
  const items = value.map((item: unknown, at) => rubyTagged(item, noted(value, at, item)))
  return { t: 'list', v: items }
}

const noted = (container: object, slot: unknown, value: unknown): boolean =>
  typeof value === 'number' && isNotedFloat(container, slot, value)

function hash(value: object): RubyTagged {
  const entries =
    value instanceof Map
      ? [...(value as Map<unknown, unknown>)]
      : orderedKeys(value).map((key): [unknown, unknown] => [
          key,
          (value as Record<string, unknown>)[key],
        ])
  const floats = floatKeyNotes(value)
  const pairs = entries.map(([key, item]) => {
    const float = floats?.get(key)
    return [
      rubyTagged(float ?? key, float !== undefined),
      rubyTagged(item, noted(value, key, item)),
    ]
  })
  return { t: isIndifferent(value) ? 'indifferent' : 'dict', v: pairs }
}

function time(value: Date): RubyTagged {
  const told = value instanceof RubyTime ? value : new RubyTime(value.getTime())
  if (!(told instanceof RubyTimeWithZone)) return parts(told, told.offset)
  return { t: 'zoned', name: told.timeZone, offset: told.offset, utc: parts(told, null) }
}

function parts(value: RubyTime, offset: number | null): RubyTagged {
  const { num, den } = value.nanoseconds ?? { num: 0, den: 1 }
  return {
    t: 'time',
    ms: String(value.getTime()),
    micro: value.microseconds,
    nano: `${num}/${den}`,
    offset,
    zone: value.zone,
  }
}
