/** What who has the key could sign: none of it is anything but a session or a typed error, and none takes long. */
import { createHash, createHmac } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { djangoFormat } from '../../src/languages/django.js'
import { CartoucheError, DeserializeError, PickleSerializer } from '../../src/index.js'
import type { SessionRecord } from '../../src/index.js'
import { timeOfClock } from '../support/time.js'

const KEY = 'the SECRET_KEY of these tests, of fifty characters and some more'
const COOKIE = 'sessionid'
const SALT = 'django.contrib.sessions.backends.signed_cookies'
const MOST = 10 // milliseconds

const key = createHash('sha256').update(`${SALT}signer${KEY}`).digest()

/** The text of a payload that is base64url, or is not. */
function signed(payload: string): string {
  const value = `${payload}:1`
  return `${value}:${createHmac('sha256', key).update(value).digest('base64url')}`
}

const compressed = (bytes: Uint8Array): string =>
  signed(`.${deflateSync(bytes).toString('base64url')}`)

const sessions = {
  json: djangoFormat(KEY),
  pickle: djangoFormat(KEY, { serializer: new PickleSerializer() }),
}

/** Milliseconds: what else the machine does at the time is left out by trying again. */
function timeOf(action: () => void): number {
  let least = Infinity
  for (let attempt = 0; attempt < 10 && least > MOST; attempt++) {
    const start = timeOfClock()
    action()
    least = Math.min(least, timeOfClock() - start)
  }
  return least
}

/** What becomes of a text that is read and, if that was possible, written again. */
function outcome(format: (typeof sessions)['json'], text: string): string {
  try {
    const record = format.read(text, COOKIE)
    if (record.data === undefined) return 'no dict'
    format.write(record as SessionRecord, COOKIE)
    return 'read'
  } catch (error) {
    if (error instanceof DeserializeError) return error.code
    // What JSON or a pickle holds can be more than may be written.
    if (error instanceof CartoucheError) return 'not written'
    throw error
  }
}

describe('what is large', () => {
  const deep = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`
  const messages = (count: number): string =>
    JSON.stringify({
      _messages: `[${Array.from({ length: count }, () => '["__json_message",0,20,""]').join()}]`,
    })

  test.each([
    ['20,000 levels', deep(20_000), 'BAD_PAYLOAD'],
    ['10 megabytes of one letter', `{"a":"${'a'.repeat(10_000_000)}"}`, 'BAD_PAYLOAD'],
    ['10 megabytes of zeros', '\0'.repeat(10_000_000), 'BAD_PAYLOAD'],
    ['an int of 60,000 digits', `{"a":${'9'.repeat(60_000)}}`, 'BAD_PAYLOAD'],
    [
      'ints of 4,000 digits',
      `{"a":[${Array.from({ length: 15 }, () => '9'.repeat(4000)).join()}]}`,
      'read',
    ],
    ['6,000 keys', `{${Array.from({ length: 6000 }, (_, at) => `"${at}":1`).join()}}`, 'read'],
    ['1,500 messages', messages(1500), 'read'],
    ['escapes', `{"a":"${String.raw`\u0000`.repeat(10_000)}"}`, 'read'],
  ])('%s', (_, payload, expected) => {
    const text = compressed(Buffer.from(payload))
    expect(outcome(sessions.json, text)).toBe(expected)
    // As large as a session may be, and read and written: far from what would hold up a server.
    expect(timeOf(() => void outcome(sessions.json, text))).toBeLessThan(50 * MOST)
  })

  test('a bomb in a bomb, and zlib that is cut off or of another kind', () => {
    const bomb = deflateSync(deflateSync(Buffer.alloc(50_000_000)))
    for (const bytes of [bomb, bomb.subarray(0, 20), Buffer.from('x'), Buffer.alloc(0)]) {
      expect(outcome(sessions.json, signed(`.${bytes.toString('base64url')}`))).toBe('BAD_PAYLOAD')
    }
  })

  test('base64 that nobody writes', () => {
    for (const payload of ['A', 'e30=', 'e31', 'e3 0', '']) {
      const code = outcome(sessions.json, signed(payload))
      expect(code).toMatch(/^BAD_(?:TEXT|BASE64|PAYLOAD)$/)
    }
  })
})

test('messages of a thousand levels are written about as soon as of one', () => {
  const times = [1, 0].map((step) => {
    const messages = Array.from({ length: 1000 }, (_, at) => [
      '__json_message',
      0,
      100 + at * step,
      `${at}`,
    ])
    const text = compressed(Buffer.from(JSON.stringify({ _messages: JSON.stringify(messages) })))
    const data = sessions.json.read(text, COOKIE).data!
    expect(data.size).toBe(step === 1 ? 1000 : 1)
    return timeOf(() => sessions.json.dataText(data))
  })
  expect(times[0]).toBeLessThan(5 * times[1]! + MOST)
})
