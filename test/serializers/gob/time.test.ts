/** Times as `MarshalBinary` writes them. What Go itself wrote is in test/formats/gorilla.test.ts. */
import { expect, test } from 'vitest'
import { readTime, writeTime } from '../../../src/serializers/gob/time.js'
import { GoTime } from '../../../src/serializers/gob/index.js'

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
/** 2023-11-14T22:13:20Z. */
const SECONDS = '0000000edce5e800'

test.each<[string, string]>([
  ['nothing', ''],
  ['another version', `03${SECONDS}00000000ffff`],
  ['version 0', `00${SECONDS}00000000ffff`],
  ['a byte too few', `01${SECONDS}00000000ff`],
  ['a byte too many', `01${SECONDS}00000000ffff00`],
  ['version 2 without its last byte', `02${SECONDS}00000000003c`],
  ['more nanoseconds than a second has', `01${SECONDS}3b9aca00ffff`],
  ['a year that no Date has', '017fffffffffffffff00000000ffff'],
  ['a year before all Dates', '01800000000000000000000000ffff'],
  ['UTC with seconds', `02${SECONDS}00000000ffff05`],
  ['no seconds in version 2', `02${SECONDS}00000000003c00`],
  ['a minute of seconds', `02${SECONDS}00000000003c3c`],
  ['seconds of the other sign', `02${SECONDS}00000000003cff`],
])('%s is no time', (_, hex) => {
  expect(readTime(bytes(hex))).toBe(undefined)
})

test.each<[string, string, Date]>([
  ['UTC', `01${SECONDS}00000000ffff`, new Date(1_700_000_000_000)],
  ['milliseconds', `01${SECONDS}05f5e100ffff`, new Date(1_700_000_000_100)],
  ['the last nanosecond', `01${SECONDS}3b9ac9ffffff`, at(1_700_000_000_999, 999_999, null)],
  ['an offset of none', `01${SECONDS}000000000000`, at(1_700_000_000_000, 0, 0)],
  ['an hour to the west', `01${SECONDS}00000000ffc4`, at(1_700_000_000_000, 0, -3600)],
  ['seconds', `02${SECONDS}00000000001320`, at(1_700_000_000_000, 0, 1172)],
  ['seconds to the west', `02${SECONDS}00000000ffede0`, at(1_700_000_000_000, 0, -1172)],
  ['less than a minute', `02${SECONDS}000000000000e0`, at(1_700_000_000_000, 0, -32)],
])('%s', (_, hex, time) => {
  const read = readTime(bytes(hex)) as GoTime
  expect([Number(read), read.nanoseconds, read.offset]).toEqual([
    Number(time),
    (time as GoTime).nanoseconds,
    (time as GoTime).offset,
  ])
  expect(Buffer.from(writeTime(read)!).toString('hex')).toBe(hex)
})

function at(milliseconds: number, nanoseconds: number, offset: number | null): GoTime {
  return new GoTime(milliseconds, { nanoseconds, offset })
}

test('a time whose Date was changed is that Date', () => {
  const time = at(5, 6, 3600)
  time.setTime(-1)
  const read = readTime(writeTime(time)!) as GoTime
  expect([Number(read), read.nanoseconds, read.offset]).toEqual([-1, 6, 3600])
})

test('an invalid Date is no time', () => {
  expect(writeTime(new Date(Number.NaN))).toBe(undefined)
  expect(writeTime('1970-01-01' as never)).toBe(undefined)
})
