/** The cookies that Django signs, and its CSRF cookie. */
import { djangoFormat } from '../../formats/django.js'
import { messageLevels, messageOf } from '../../formats/shared-django-messages.js'
import { djangoSigner } from '../../formats/shared-django-signer.js'
import { readPayload } from '../../formats/shared.js'
import { decodeUrlsafeBase64Strictly } from '../../lib/base64.js'
import { unzlib } from '../../lib/deflate.js'
import { flashKey } from '../../lib/session-keys.js'
import { SESSION_LIMITS } from '../../lib/session-limits.js'
import { CompactJSONSerializer } from '../../serializers/compact-json.js'
import { PickleSerializer } from '../../serializers/pickle.js'
import { newRecord } from '../../session/record.js'
import type { ReadRecord } from '../../session/record.js'
import type { Layer } from '../inspection.js'
import { encodingOf, payloadLayer } from '../map/payload.js'
import { dateOf, inRow, layer, separated } from '../map/pieces.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow, Shape } from './row.js'

const DAY = 86_400
const TEXT = /^(\.?)([\w-]*):(-?[0-9A-Za-z]{1,12}):([\w-]{27}|[\w-]{43})$/

interface Pieces {
  readonly mark: string
  readonly payload: string
  readonly time: string
  readonly signature: string
}

function piecesOf(text: string): Pieces {
  const [mark = '', payload = '', time = '', signature = ''] = TEXT.exec(text)?.slice(1) ?? []
  return { mark, payload, time, signature }
}

interface Opened {
  readonly bytes: Buffer
  readonly payload: Buffer
}

function openedOf({ mark, payload }: Pieces): Opened | undefined {
  const bytes = decodeUrlsafeBase64Strictly(payload)
  if (bytes === undefined || bytes.length === 0) return undefined
  try {
    return { bytes, payload: mark === '.' ? unzlib(bytes, SESSION_LIMITS.output) : bytes }
  } catch {
    return undefined
  }
}

const payloadIn = (text: string): Buffer | undefined => openedOf(piecesOf(text))?.payload

/** SHA-256 has 43 characters, SHA-1 has 27. */
const algorithmOf = (text: string): 'sha1' | 'sha256' =>
  piecesOf(text).signature.length === 27 ? 'sha1' : 'sha256'

/** The time of a text, which only its format reads. */
function timeNote(text: string): string | undefined {
  const { time } = piecesOf(text)
  const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  let seconds = 0
  for (const digit of time.replace('-', '')) seconds = seconds * 62 + DIGITS.indexOf(digit)
  return dateOf(time.startsWith('-') ? -seconds : seconds)
}

function layersOf(text: string): Layer[] {
  const { mark, payload, time, signature } = piecesOf(text)
  const opened = openedOf({ mark, payload, time, signature })
  if (opened === undefined) return [layer('cookie', 'text', text, [])]
  const isCompressed = mark === '.'
  const hash = algorithmOf(text).toUpperCase()
  const outer = layer('cookie', 'payload, time and signature', text, [
    ...inRow([{ kind: 'marker', label: 'marks what is compressed', size: mark.length }]),
    ...inRow(
      separated(':', [
        { kind: 'data', label: 'payload', text: payload, into: isCompressed ? 'bytes' : 'payload' },
        { kind: 'time', label: 'time of its writing', text: time, note: timeNote(text) },
        { kind: 'signature', label: `signature (HMAC-${hash})`, text: signature },
      ]),
      mark.length,
    ),
  ])
  const { bytes } = opened
  const zlib = inRow([{ kind: 'data', label: 'zlib', size: bytes.length, into: 'payload' }])
  const compressed = layer('bytes', `${bytes.length} bytes of zlib`, bytes, zlib)
  return [outer, ...(isCompressed ? [compressed] : []), payloadLayer(opened.payload)]
}

/** A dict. */
function sessionShape(text: string): Shape {
  const payload = payloadIn(text)
  // A byte that was changed in what is compressed is to be found by the signature.
  if (payload === undefined) return piecesOf(text).mark === '.' ? 'likely' : 'no'
  const encoding = encodingOf(payload)
  if (encoding === 'json') return payload[0] === 0x7b ? 'sure' : 'no'
  return encoding === 'pickle' ? 'likely' : 'no'
}

const serializerFor = (text: string): CompactJSONSerializer | PickleSerializer =>
  encodingOf(payloadIn(text) ?? Buffer.alloc(0)) === 'pickle'
    ? new PickleSerializer()
    : new CompactJSONSerializer()

const SIGNING = { legacyAlgorithm: null, compress: true } as const
const SALT = 'django.contrib.sessions.backends.signed_cookies'

export const django: FormatRow = {
  id: 'django',
  title: "Django's session in a cookie (signed_cookies)",
  protection: 'signed',
  names: ['sessionid'],
  bindsName: false,
  times: 'renewed',
  idleTimeout: 14 * DAY,
  absoluteTimeout: null,
  shape: sessionShape,
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const serializer = serializerFor(text)
      const shown = serializer instanceof PickleSerializer ? 'pickle' : 'json'
      const tried = { defaultHashingAlgorithm: [algorithmOf(text)] }
      for (const options of combined(tried, given)) {
        const format = djangoFormat(plain, { serializer, ...options })
        yield wayOf(format, { serializer: shown, ...options })
      }
    }),
  bare: (text) => {
    const secret = throwaway()
    const format = djangoFormat(secret, { serializer: serializerFor(text) })
    const signer = djangoSigner(secret, { ...SIGNING, defaultHashingAlgorithm: 'sha256' }, SALT)
    return { record: format.read(again(text, signer.sign), ''), format }
  },
  layers: layersOf,
  isAsWritten: () => true,
}

/** The text signed again, at the time that stands in it. */
const again = (text: string, sign: (payload: Uint8Array, time: number) => string): string =>
  sign(payloadIn(text) ?? Buffer.alloc(0), Date.parse(timeNote(text) ?? '') / 1000)

const MESSAGES_SALT = 'django.contrib.messages'
const PREFIX = 'django.http.cookies'
const NOT_FINISHED = '__messagesnotfinished__'

const json = new CompactJSONSerializer()
const levels = messageLevels({})

/** Messages are flash messages of the queues of their levels. */
function messagesRecord(payload: Uint8Array, time: number): ReadRecord {
  const items = readPayload(() => json.loads(payload))
  const data = new Map<unknown, unknown>()
  for (const item of Array.isArray(items) ? (items as unknown[]) : []) {
    const read = messageOf(item)
    if (read === undefined) continue
    const key = flashKey(levels.queueOf(read.level))
    data.set(key, [...((data.get(key) as unknown[]) ?? []), read.message])
  }
  return { ...newRecord(time), data }
}

const areMessages = (payload: Buffer | undefined): boolean => {
  const text = payload?.toString() ?? ''
  return text.startsWith('[["__json_message",') || text === `["${NOT_FINISHED}"]`
}

export const djangoMessages: FormatRow = {
  ...django,
  id: 'django-messages',
  title: "Django's messages in a cookie",
  names: ['messages'],
  idleTimeout: null,
  shape: (text) => {
    const payload = payloadIn(text)
    if (areMessages(payload)) return 'sure'
    return payload?.toString() === '[]' ? 'likely' : 'no'
  },
  ways: (secret, text) =>
    plainWays(secret, function* (plain) {
      const settings = { ...SIGNING, defaultHashingAlgorithm: algorithmOf(text) }
      const { open } = djangoSigner(plain, settings, MESSAGES_SALT, PREFIX)
      yield {
        settings: { defaultHashingAlgorithm: algorithmOf(text) },
        see: (given) => {
          const { payload, time } = open(given)
          return { record: messagesRecord(payload, time) }
        },
      }
    }),
  bare: (text) => ({
    record: messagesRecord(
      payloadIn(text) ?? Buffer.alloc(0),
      Date.parse(timeNote(text) ?? '') / 1000,
    ),
  }),
}

const TOKEN = /^(?:[\da-zA-Z]{32}){1,2}$/
const MASK = 32

/** Of letters and digits: an id of anything has such a shape. */
export const djangoCsrf: FormatRow = {
  id: 'django-csrf',
  title: "Django's CSRF cookie",
  protection: 'none',
  names: ['csrftoken'],
  bindsName: false,
  times: 'none',
  idleTimeout: null,
  absoluteTimeout: null,
  shape: (text) => (TOKEN.test(text) ? 'possible' : 'no'),
  ways: () => [],
  bare: (text) => ({ token: text }),
  layers: (text) => [
    layer(
      'cookie',
      'letters and digits',
      text,
      inRow([
        { kind: 'nonce', label: 'mask', size: text.length > MASK ? MASK : 0 },
        {
          kind: 'secret',
          label: text.length > MASK ? 'secret, under the mask' : 'secret',
          size: Math.min(MASK, text.length),
        },
      ]),
    ),
  ],
  isAsWritten: () => true,
}
