/** A text of which one character is another is never called valid: for one cookie of each format, every character. */
import { describe, expect, test } from 'vitest'
import {
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedFormat,
} from '../../src/index.js'
import { storedFormat } from '../../src/formats/stored.js'
import { inspectCookie } from '../../src/inspect/index.js'
import type { InspectInput } from '../../src/inspect/index.js'
import { newRecord } from '../../src/session/record.js'
import { grouped, readSamples } from './samples.js'

const NOW = 1_700_000_000
const key = generateKey()

/** Keys are derived slowly there, for each text anew. */
const SLOW = new Set(['rails', 'rails-signed'])

/** The shortest recorded text of each format that is valid. */
const recorded = [...grouped(readSamples(), ({ format }) => format)].map(([format, all]) => {
  const shortest = all.toSorted((one, other) => one.text.length - other.text.length)
  const valid = shortest.find((sample) => inspectCookie(sample).verdict === 'valid')
  return [format, { ...valid!, format }] as const
})

const clock = (): number => NOW
function ourText(format: 'sealed' | 'signed'): string {
  const factory =
    format === 'sealed'
      ? sealedCookieSessionFactory(key, { clock })
      : cookieSessionFactory(signedFormat(key), { clock })
  const { session, commit } = factory.open()
  session.set('a', 1)
  return commit()[0]![1].split(/[=;]/)[1]!
}

const stored = storedFormat(key, false).write(
  { ...newRecord(NOW, 'id'), secret: 'A'.repeat(43) },
  '__Host-session',
)

const ours = { cookieName: '__Host-session', secrets: [key], now: NOW }
const inputs: (readonly [string, InspectInput])[] = [
  ...recorded,
  ['sealed', { ...ours, text: ourText('sealed'), format: 'sealed' }],
  ['signed', { ...ours, text: ourText('signed'), format: 'signed' }],
  ['stored', { ...ours, text: stored, format: 'stored' }],
]

/** Another character of the same alphabet, and one that differs in its last bit. */
const othersOf = (character: string): string[] => [
  character === 'A' ? 'B' : 'A',
  String.fromCharCode(character.charCodeAt(0) ^ 1),
]

/** Texts with one character changed, left out or put in. */
function* damaged(text: string, step: number): Iterable<string> {
  for (let at = 0; at < text.length; at += step) {
    const [before, after] = [text.slice(0, at), text.slice(at + 1)]
    for (const other of othersOf(text[at]!)) yield before + other + after
    if (at % 3 === 0) yield before + after
    if (at % 3 === 1) yield before + text[at] + text[at] + after
  }
  yield `${text}A`
  yield `${text}=`
}

describe.each(inputs)('%s', (format, input) => {
  test('is valid as it is, and not with one character changed', () => {
    expect(inspectCookie(input).verdict).toBe('valid')
    const step = SLOW.has(format) ? 13 : 1
    for (const text of damaged(input.text, step)) {
      expect(inspectCookie({ ...input, text }).verdict, text).not.toBe('valid')
    }
  })

  test('nor by whatever format it then looks like', () => {
    const { format: _, ...guessed } = input
    for (const text of damaged(input.text, 17)) {
      expect(inspectCookie({ ...guessed, text }).verdict, text).not.toBe('valid')
    }
  })
})

test.each(['{"session":{"a":"\u0001"},', '{"session"!{"a":"b"},'])(
  'data of better-auth that are no JSON are described too: %j',
  (start) => {
    const json = `${start}"expiresAt":1795753092000,"signature":"${'a'.repeat(43)}"}`
    const text = Buffer.from(json).toString('base64url')
    const { verdict, data } = inspectCookie({ text, format: 'better-auth' })
    expect({ verdict, data }).toEqual({ verdict: 'unreadable', data: undefined })
  },
)
