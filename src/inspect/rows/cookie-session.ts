/** The cookies of cookie-session. */
import { expressCookieSessionFormat } from '../../formats/express-cookie-session.js'
import { decodePlain } from '../../serializers/plain-json.js'
import { latin1ToText } from '../../lib/text.js'
import { newRecord } from '../../session/record.js'
import { jsonSpan } from '../map/json.js'
import { encodingOf, payloadLayer } from '../map/payload.js'
import { inRow, layer, separated } from '../map/pieces.js'
import { combined, plainWays, throwaway, wayOf } from './row.js'
import type { FormatRow } from './row.js'
import { UNTIMED } from './row.js'

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
