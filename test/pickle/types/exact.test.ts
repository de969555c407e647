/** Read with `exact`, strings that were apart in Python stay apart, within the classes and beside them. */
import { expect, test } from 'vitest'
import { dumps, loads } from '../../../src/pickle/index.js'
import { registry, type Protocol } from './cases.js'

/**
 * By CPython 3.11.7, with the classes of cases.ts and `j = ''.join`, which makes a string that is no
 * other's: `base64.b64encode(pickle.dumps(value, protocol))`.
 */
const RECORDED: readonly (readonly [
  what: string,
  value: string,
  protocol: Protocol,
  pickle: string,
])[] = [
  [
    'the very names of classes',
    "[Point.__module__, Point(1, 2), Decimal.__module__, Decimal(7), j(['app.', 'models'])]",
    4,
    'gASVUwAAAAAAAABdlCiMCmFwcC5tb2RlbHOUaAGMBVBvaW50lJOUSwFLAoaUgZSMB2RlY2ltYWyUaAaMB0RlY2ltYWyUk5SMATeUhZRSlIwKYXBwLm1vZGVsc5RlLg==',
  ],
  [
    'names of classes beside strings',
    "[j(['app.', 'models']), Point(1, 2), j(['deci', 'mal']), Decimal(7), j(['Po', 'int']), Point(3, 4), Color.RED, j(['date', 'time']), utc, utc.utcoffset(None)]",
    4,
    'gASVywAAAAAAAABdlCiMCmFwcC5tb2RlbHOUjAphcHAubW9kZWxzlIwFUG9pbnSUk5RLAUsChpSBlIwHZGVjaW1hbJSMB2RlY2ltYWyUjAdEZWNpbWFslJOUjAE3lIWUUpSMBVBvaW50lGgESwNLBIaUgZSMCmFwcC5tb2RlbHOUjAVDb2xvcpSTlEsBhZRSlIwIZGF0ZXRpbWWUjAhkYXRldGltZZSMCHRpbWV6b25llJOUaBeMCXRpbWVkZWx0YZSTlEsASwBLAIeUUpSFlFKUaB1lLg==',
  ],
  [
    'the name of an encoding beside a string',
    "[j(['lat', 'in1']), date(2020, 3, 15), b'ab', 'latin1', datetime(2020, 3, 15), time(1)]",
    2,
    'gAJdcQAoWAYAAABsYXRpbjFxAWNkYXRldGltZQpkYXRlCnECY19jb2RlY3MKZW5jb2RlCnEDWAUAAAAHw6QDD3EEWAYAAABsYXRpbjFxBYZxBlJxB4VxCFJxCWgDWAIAAABhYnEKaAWGcQtScQxoBWNkYXRldGltZQpkYXRldGltZQpxDWgDWAsAAAAHw6QDDwAAAAAAAHEOaAWGcQ9ScRCFcRFScRJjZGF0ZXRpbWUKdGltZQpxE2gDWAYAAAABAAAAAABxFGgFhnEVUnEWhXEXUnEYZS4=',
  ],
  [
    'texts of one value',
    "(lambda t: [t, timezone(timedelta(0), t), timezone(timedelta(0), j(['CE', 'T'])), Decimal('1.10'), j(['1.', '10'])])(j(['C', 'ET']))",
    4,
    'gASVgwAAAAAAAABdlCiMA0NFVJSMCGRhdGV0aW1llIwIdGltZXpvbmWUk5RoAowJdGltZWRlbHRhlJOUSwBLAEsAh5RSlGgBhpRSlGgEaAZLAEsASwCHlFKUjANDRVSUhpRSlIwHZGVjaW1hbJSMB0RlY2ltYWyUk5SMBDEuMTCUhZRSlIwEMS4xMJRlLg==',
  ],
]

test.each(RECORDED)('%s: %s', (_, _value, protocol, pickle) => {
  const value = loads(Buffer.from(pickle, 'base64'), { registry, exact: true })
  const written = dumps(value, { protocol, registry })
  expect(Buffer.from(written).toString('base64')).toBe(pickle)
})
