/** What only who has the key can send: Flask's reader must stand it, and so must the one of a text that is compressed. */
import { createHmac } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { flaskFormat } from '../../src/languages/flask.js'
import { refusal } from './contract.js'
import { runHostile } from './hostile-payloads.js'

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

const SEEDS = [
  '{}',
  '{"a":1,"b":[1.0,null,true,"x"],"c":{"d":{" t":[1,2.5]}}}',
  '{"_flashes":[{" t":["message","Saved"]},{" t":["error",{" m":"<b>"}]}],"_permanent":true}',
  '{"csrf_token":"0123456789abcdef0123456789abcdef01234567","when":{" d":"Tue, 14 Nov 2023 22:13:20 GMT"}}',
  '{"id":{" u":"12345678123456781234567812345678"},"raw":{" b":"AAECAwQ="},"odd":{" di":{" t__":[1]}}}',
  '{"1":{"2":[{"3":1e5},-0,1E400,12345678901234567890,0.1]},"\\u00e9\\ud83d\\ude00":"\\ud83d"}',
]
const PIECES = [
  ...'{}[],:"\\-.0123456789eE \n',
  '{" t":',
  '{" b":',
  '{" m":',
  '{" u":',
  '{" d":',
  '{" di":',
  '{" t__":',
  '"_flashes":',
  '"_permanent":true,',
  '"csrf_token":',
  '"__proto__":',
  '"constructor":',
  '"length":',
  '"_f_":',
  '"_csrft_":',
  'null',
  'true',
  'NaN',
  '-Infinity',
  '1e999',
  '9'.repeat(40),
  '"\\ud83d"',
  '\u00e9',
  '\u0000',
  '[[[[',
  ']]]]',
  '"1":{"2":',
]

test.each([
  ['as it is', plain],
  ['compressed', packed],
])('40,000 payloads, %s', { timeout: 300_000 }, (_, sign) => {
  const counts = runHostile({
    seeds: SEEDS,
    pieces: PIECES,
    count: 40_000,
    read: (json) => {
      const record = format.read(sign(json), 'session')
      // What can be read can be written, and is the same.
      const text = format.dataText(record.data!)
      expect(Buffer.byteLength(text)).toBeLessThan(65_537)
    },
  })
  expect(counts.read).toBeGreaterThan(1000)
  expect(counts.refused).toBeGreaterThan(20_000)
})

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
  const start = performance.now()
  expect(refusal(format, text)).toBe('BAD_PAYLOAD')
  expect(performance.now() - start).toBeLessThan(200)
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
