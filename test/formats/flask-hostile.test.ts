/** What only who has the key can send: Flask's reader must stand it, and so must the one of a text that is compressed. */
import { createHmac } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { newRecord } from '../../src/index.js'
import { flaskFormat } from '../../src/languages/flask.js'
import { timeOfWork } from '../support/time.js'
import { refusal } from './contract.js'

const SECRET = 'the key of these tests, which is long enough'
const format = flaskFormat(SECRET)
const key = createHmac('sha1', SECRET).update('cookie-session').digest()

/** Any payload, signed as Flask signs. */
function signed(payload: string): string {
  const text = `${payload}.ZVPxAA`
  return `${text}.${createHmac('sha1', key).update(text).digest('base64url')}`
}

const plain = (json: Uint8Array): string => signed(Buffer.from(json).toString('base64url'))
const packed = (json: Uint8Array): string => signed(`.${deflateSync(json).toString('base64url')}`)

test.each<[string, () => string]>([
  ['a bomb of 100 MB', () => packed(Buffer.alloc(100_000_000, ' '))],
  ['a bomb that begins as it should', () => packed(Buffer.from(`{"a":"${'x'.repeat(3e7)}"}`))],
  ['a bomb in a bomb', () => packed(deflateSync(Buffer.alloc(100_000_000)))],
  ['one byte over the limit', () => packed(Buffer.from(`{"a":"${'x'.repeat(65_529)}"}`))],
  ['nothing', () => signed('')],
  ['a dot', () => signed('.')],
  ['a thousand dots', () => signed('.'.repeat(1000))],
  ['levels without end', () => packed(Buffer.from('[{"a":'.repeat(10_000)))],
  ['tags without end', () => packed(Buffer.from('{" t":['.repeat(8000)))],
  [
    'tags within each other',
    () => plain(Buffer.from(`{"a":${'{" di":'.repeat(490)}1${'}'.repeat(491)}`)),
  ],
])('%s is refused', (_, make) => {
  const text = make()
  const start = timeOfWork()
  expect(refusal(format, text)).toBe('BAD_PAYLOAD')
  expect(timeOfWork() - start).toBeLessThan(200)
})

test.each<[string, unknown, string]>([
  ['no time', undefined, 'BAD_TEXT'],
  ['a time of nine bytes', Buffer.alloc(9, 1), 'BAD_PAYLOAD'],
  ['the largest time of six bytes', Buffer.alloc(6, 255), 'read'],
])('%s', (_, time, code) => {
  const text = time === undefined ? 'e30' : `e30.${(time as Buffer).toString('base64url')}`
  const mac = createHmac('sha1', key).update(text).digest('base64url')
  expect(refusal(format, `${text}.${mac}`)).toBe(code)
})

test('a session that is persistent has nothing else in the place of that', () => {
  const record = {
    ...newRecord(1_700_000_000),
    persistent: true,
    data: new Map([['_permanent', 5]]),
  }
  expect(() => format.write(record, 'session')).toThrow(
    expect.objectContaining({ code: 'BAD_VALUE', path: '_permanent' }),
  )
})
