/** Signed cookies of Express: those of cookie-parser and express-session. */
import { cookieParserFormat, signedValues } from '../../formats/cookie-parser.js'
import { expressSessionFormat } from '../../formats/express-session.js'
import { decodePlain } from '../../serializers/plain-json.js'
import { newRecord } from '../../session/record.js'
import type { Layer, Part } from '../inspection.js'
import { payloadLayer } from '../map/payload.js'
import { inRow, layer } from '../map/pieces.js'
import { plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, Way } from './row.js'
import { UNTIMED } from './row.js'

const SIGNED = /^s:(.*)\.([A-Za-z\d+/]{43})$/s
const JSON_MARK = 'j:'

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const valueIn = (text: string): string | undefined => SIGNED.exec(unescaped(text))?.[1]

/** `s:` value `.` signature, percent-encoded; browsers' tools show it without the escapes. */
function expressLayers(text: string, data: (value: string) => Part[]): Layer[] {
  const plain = unescaped(text)
  const [, value = '', signature = ''] = SIGNED.exec(plain) ?? []
  const start = 'S:'.length
  const inner = layer('unescaped', 'value and signature', plain, [
    { kind: 'marker', label: 'marks a signed value', start: 0, end: start },
    ...data(value).map((part) => ({ ...part, start: part.start + start, end: part.end + start })),
    ...inRow(
      [
        { kind: 'separator', label: 'separator', size: 1 },
        { kind: 'signature', label: 'signature (HMAC-SHA256)', size: signature.length },
      ],
      start + value.length,
    ),
  ])
  if (plain === text) return [{ ...inner, name: 'cookie' }]
  const escaped = {
    kind: 'data',
    label: 'percent-encoded',
    start: 0,
    end: text.length,
    into: 'unescaped',
  } as const
  return [layer('cookie', 'percent-encoded', text, [escaped]), inner]
}

const isAsExpressWrites = (text: string): boolean => {
  const plain = unescaped(text)
  return (plain === text || encodeURIComponent(plain) === text) && hasNoSpareBits(plain)
}

/** The last character of a signature holds four bits, and two that are none. */
const hasNoSpareBits = (text: string): boolean => 'AEIMQUYcgkosw048'.includes(text.at(-1)!)

const jsonIn = (value: string): string | undefined =>
  value.startsWith(`${JSON_MARK}{`) ? value.slice(JSON_MARK.length) : undefined

export const cookieParser: FormatRow = {
  ...UNTIMED,
  id: 'cookie-parser',
  title: 'Signed cookie of Express (cookie-parser)',
  protection: 'signed',
  names: ['session'],
  bindsName: false,
  shape: (text) => {
    const value = valueIn(text)
    if (value === undefined) return 'no'
    return value.startsWith(JSON_MARK) ? 'sure' : 'possible'
  },
  ways: (secret, text) =>
    plainWays(secret, function* (plain) {
      const value = valueIn(text) ?? ''
      const isSession = jsonIn(value) !== undefined
      yield isSession ? wayOf(cookieParserFormat(plain)) : textWay(plain)
    }),
  bare: (text) => {
    const json = jsonIn(valueIn(text) ?? '')
    if (json === undefined) return {}
    const format = cookieParserFormat(throwaway())
    const data = decodePlain(json)
    return { record: { ...newRecord(0), data }, format }
  },
  layers: (text) => [
    ...expressLayers(text, (value) =>
      inRow(
        value.startsWith(JSON_MARK)
          ? [
              { kind: 'marker', label: 'marks JSON', size: JSON_MARK.length },
              {
                kind: 'data',
                label: 'JSON',
                size: value.length - JSON_MARK.length,
                into: 'payload',
              },
            ]
          : [{ kind: 'data', label: 'text', size: value.length }],
      ),
    ),
    ...[jsonIn(valueIn(text) ?? '')].flatMap((json) =>
      json === undefined ? [] : [payloadLayer(Buffer.from(json))],
    ),
  ],
  isAsWritten: isAsExpressWrites,
}

/** A value that is no session. */
const textWay = (secret: string | Uint8Array): Way => ({
  settings: {},
  see: (text) => {
    signedValues(secret).open(text)
    return {}
  },
})

const ID = /^[\w-]{16,128}$/

export const expressSession: FormatRow = {
  ...UNTIMED,
  id: 'express-session',
  title: 'Id of a session of express-session',
  protection: 'signed',
  names: ['connect.sid'],
  bindsName: false,
  shape: (text) => (ID.test(valueIn(text) ?? '') ? 'likely' : 'no'),
  ways: (secret) =>
    plainWays(secret, function* (plain) {
      const { idOf } = expressSessionFormat(plain)
      yield { settings: {}, see: (text) => ({ id: idOf(text) }) }
    }),
  bare: (text) => ({ id: valueIn(text) }),
  layers: (text) =>
    expressLayers(text, (value) =>
      inRow([{ kind: 'id', label: 'id in the store', size: value.length }]),
    ),
  isAsWritten: isAsExpressWrites,
}
