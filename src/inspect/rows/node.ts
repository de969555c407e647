/** The cookies of packages of Node: cookie-session, cookie-parser, express-session and iron-session. */
import { cookieParserFormat, signedValues } from '../../formats/cookie-parser.js'
import { expressCookieSessionFormat } from '../../formats/express-cookie-session.js'
import { expressSessionFormat } from '../../formats/express-session.js'
import { ironFormat, ironJson } from '../../formats/iron.js'
import type { IronPassword } from '../../formats/iron.js'
import { decodePlain } from '../../serializers/plain-json.js'
import { latin1ToText } from '../../lib/text.js'
import { newRecord } from '../../session/record.js'
import type { InspectSecret, Layer, Part } from '../inspection.js'
import { jsonSpan } from '../map/json.js'
import { encodingOf, payloadLayer } from '../map/payload.js'
import { dateOf, inRow, layer, separated } from '../map/pieces.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, Way } from './row.js'

const UNTIMED = { times: 'none', idleTimeout: null, absoluteTimeout: null } as const

// ---- cookie-session

const JOINT = '|'
const BASE64 = /^(?:[\w+/-]{4})*(?:[\w+/-]{2}(?:==)?|[\w+/-]{3}=?)?$/
const SIGNATURE = /^[\w-]{22,128}$/

const halves = (text: string): readonly [value: string, signature: string | undefined] => {
  const [value = '', signature] = text.split(JOINT)
  return [value, signature]
}

function jsonOf(text: string): Buffer | undefined {
  const [value] = halves(text)
  const json = BASE64.test(value) ? Buffer.from(value, 'base64') : Buffer.alloc(0)
  return json[0] === 0x7b && encodingOf(json) === 'json' ? json : undefined
}

/** By the bytes of their signatures. */
const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [20, 'sha1'],
  [32, 'sha256'],
  [64, 'sha512'],
  [48, 'sha384'],
  [28, 'sha224'],
  [16, 'md5'],
])

/** How a signature was made, by its length. */
function signedBy(signature = ''): { readonly algorithm: string[]; readonly encoding: string[] } {
  const encoding = /^(?:[\da-f]{8})+$/.test(signature) ? 'hex' : 'base64'
  const size = encoding === 'hex' ? signature.length / 2 : Math.floor((signature.length * 3) / 4)
  return { algorithm: [ALGORITHMS.get(size) ?? 'sha1'], encoding: [encoding] }
}

export const cookieSession: FormatRow = {
  ...UNTIMED,
  id: 'cookie-session',
  title: "cookie-session of Express, and Koa's",
  protection: 'signed',
  names: ['session', 'express:sess', 'koa.sess'],
  bindsName: true,
  join: (text, cookieName, also) => {
    const signature = also.find(({ name }) => name === `${cookieName}.sig`)
    return signature === undefined || text.includes(JOINT) ? text : text + JOINT + signature.text
  },
  shape: (text) => {
    const [, signature] = halves(text)
    const json = jsonOf(text)
    if (json === undefined) return 'no'
    if (signature === undefined) return jsonSpan(latin1ToText(json)) ? 'likely' : 'no'
    return SIGNATURE.test(signature) ? 'sure' : 'no'
  },
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      for (const options of combined(signedBy(halves(text)[1]), given)) {
        yield wayOf(expressCookieSessionFormat(plain, options), options)
      }
    }),
  bare: (text) => {
    const data = decodePlain(jsonOf(text)?.toString() ?? '')
    const format = expressCookieSessionFormat(throwaway())
    return { record: { ...newRecord(0), data }, format }
  },
  layers: (text) => {
    const [value, signature] = halves(text)
    const pieces = separated(JOINT, [
      { kind: 'data', label: 'base64', text: value, into: 'payload' },
      ...(signature === undefined
        ? []
        : [{ kind: 'signature', label: 'signature, in its own cookie', text: signature } as const]),
    ])
    const json = jsonOf(text)
    return [
      layer('cookie', 'base64, and the signature beside it', text, inRow(pieces)),
      ...(json === undefined ? [] : [payloadLayer(json)]),
    ]
  },
  isAsWritten: () => true,
}

// ---- signed cookies of Express

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

// ---- iron

const IRON = /^Fe26\.2\*(\d*)\*([\da-f]*)\*([\w-]*)\*([\w-]*)\*(\d*)\*([\da-f]*)\*([\w-]*)(~\d)?$/

/** A password by itself is that of whatever id the seal has. */
function passwordOf(secret: InspectSecret, text: string): IronPassword | undefined {
  if (secret instanceof Uint8Array || Array.isArray(secret)) return undefined
  const id = IRON.exec(text)?.[1] ?? ''
  const given = typeof secret === 'string' ? { [id === '' ? '1' : id]: secret } : secret
  return given as Readonly<Record<number, string>>
}

export const iron: FormatRow = {
  ...UNTIMED,
  id: 'iron',
  title: "iron-session's seal",
  protection: 'encrypted',
  names: ['session'],
  bindsName: false,
  shape: (text) => {
    if (IRON.test(text)) return 'sure'
    return text.startsWith('Fe26.') ? 'likely' : 'no'
  },
  ways: function* (secret, text, given) {
    const password = passwordOf(secret, text)
    if (password === undefined) return
    yield wayOf(ironFormat(password, given), given, (one) => [
      payloadLayer(Buffer.from(ironJson(one, password))),
    ])
  },
  layers: (text) => {
    const [
      ,
      id = '',
      salt = '',
      iv = '',
      data = '',
      end = '',
      macSalt = '',
      mac = '',
      version = '',
    ] = IRON.exec(text) ?? []
    const expires = end === '' ? undefined : dateOf(Number(end) / 1000)
    const pieces = separated('*', [
      { kind: 'marker', label: "marks iron's seals", text: 'Fe26.2' },
      { kind: 'key id', label: "the password's id", text: id },
      { kind: 'salt', label: 'salt of the key that encrypts', text: salt },
      { kind: 'nonce', label: 'initialization vector', text: iv },
      { kind: 'ciphertext', label: 'ciphertext (AES-256-CBC)', text: data, into: 'payload' },
      { kind: 'time', label: 'when it is over', text: end, note: expires },
      { kind: 'salt', label: 'salt of the key that signs', text: macSalt },
      { kind: 'signature', label: 'signature (HMAC-SHA256)', text: mac },
    ])
    const last = { kind: 'version', label: 'version', size: version.length } as const
    return [layer('cookie', 'a seal', text, mac === '' ? [] : inRow([...pieces, last]))]
  },
  isAsWritten: () => true,
}
