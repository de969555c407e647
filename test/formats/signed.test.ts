/** Signed sessions: what only they are. The rest is in the contracts. */
import { expect, test } from 'vitest'
import { sealedFormat, signedFormat } from '../../src/index.js'
import { keyOf } from '../support/jar.js'
import { recordOf, refusal } from './contract.js'
import { tokenContract } from './token-contract.js'
import { signedText } from './tokens.js'

const COOKIE = '__Host-session'
const KEY = keyOf('one')
const HEADER = '[1700000000250,      100250,"an id of a session",null,0]'

tokenContract('signed', {
  make: signedFormat,
  textOf: signedText,
  other: (keys) => sealedFormat(keys),
  overhead: 5 + 32,
})

test('it is the text that the grammar says, to the character', () => {
  expect(signedFormat(KEY).write(recordOf({ a: 'é' }), COOKIE)).toBe(
    signedText(KEY, `${HEADER}\n{"a":"é"}`),
  )
})

test('a page’s script finds the data as JSON, whatever is in them', () => {
  const data = { theme: 'dark', name: 'Zoë\n😀', list: [1, { a: null }] }
  const text = signedFormat(KEY).write(recordOf(data, { subject: 'a\nb' }), COOKIE)
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  const [, json] = new TextDecoder().decode(bytes.slice(5, -32)).split('\n')
  expect(JSON.parse(json!)).toEqual(data)
})

test('bytes cannot be moved between payload and signature', () => {
  const bytes = Buffer.from(signedFormat(KEY).write(recordOf(), COOKIE), 'base64url')
  const [head, payload, mac] = [bytes.subarray(0, 5), bytes.subarray(5, -32), bytes.subarray(-32)]
  for (const moved of [
    [head, payload.subarray(0, -1), mac],
    [head, payload, mac, mac],
    [head, mac, payload],
    [head, payload, payload, mac],
    [head, mac],
    [head, payload, mac.subarray(1)],
  ]) {
    const text = Buffer.concat(moved).toString('base64url')
    expect(refusal(signedFormat(KEY), text)).toBe('BAD_SIGNATURE')
  }
})
