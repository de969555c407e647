/** How many decimal digits of bigints are made while something is refused. */
import { expect } from 'vitest'

/** @param action throws `BAD_VALUE` */
export function digitsMade(action: () => unknown): number {
  let digits = 0
  const OwnString = globalThis.String
  const counted = (value: unknown): string => {
    const text = OwnString(value)
    if (typeof value === 'bigint') digits += text.length
    return text
  }
  globalThis.String = Object.assign(counted, OwnString, { raw: OwnString.raw }) as typeof String
  try {
    expect(action).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  } finally {
    globalThis.String = OwnString
  }
  return digits
}
