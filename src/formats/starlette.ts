/**
 * The cookie of Starlette's `SessionMiddleware`, which FastAPI has too:
 *
 *     text    = payload "." time "." mac, by itsdangerous with its defaults
 *     payload = the data in base64: standard alphabet, padded
 *     data    = a dict in JSON
 *
 * The rest is in shared-itsdangerous.ts. Whoever has the cookie can read it; only who has the key can make one.
 *
 * Source: `starlette.middleware.sessions`, Starlette 0.12 to 1.7.
 */
import { listOf } from '../crypto/secret.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import { DeserializeError } from '../errors.js'
import { decodeBase64Strictly, encodeBase64 } from '../lib/base64.js'
import { latin1ToText } from '../lib/text.js'
import { decodeDict, encodeDict } from '../serializers/session-json.js'
import type { SessionRecord } from '../session/record.js'
import { readPayload } from './shared.js'
import type { SessionFormat } from './shared-format.js'
import { timestampSigner } from './shared-itsdangerous.js'
import type { SignerOptions } from './shared-itsdangerous.js'

/** What `TimestampSigner` has by itself. */
const DEFAULTS: SignerOptions = {
  salt: 'itsdangerous.Signer',
  keyDerivation: 'django-concat',
  digestMethod: 'sha1',
}

/**
 * The format of Starlette's sessions: for `cookieSessionFactory` and `acceptFormats`.
 *
 * @param secretKey the middleware's `secret_key`, or a list: the first signs, all verify. Bytes are what Starlette makes
 * of them: the text that Python shows of them, `b'…'`
 * @throws {OptionError} when a key is not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { starletteFormat } from 'cartouche/starlette'
 *
 * const old = starletteFormat('the secret_key of the SessionMiddleware')
 * const factory = sealedCookieSessionFactory(generateKey(), {
 *   acceptFormats: [{ format: old, cookieName: 'session', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function starletteFormat(secretKey: Secrets): SessionFormat {
  const { sign, unsign } = timestampSigner(listOf(secretKey).map(textOf), DEFAULTS)
  return {
    name: 'starlette',
    isAuthenticated: true,
    carriesId: false,
    times: 'renewed',
    read: (text) => {
      const { payload, time } = unsign(text)
      const data = dictIn(payload)
      const times = { created: time, renewed: time, accessed: undefined }
      return { ...times, data, id: undefined, subject: undefined, persistent: false }
    },
    write: ({ data, accessed, renewed }, _, text = dataText(data)) =>
      sign(encodeBase64(Buffer.from(text, 'latin1')), accessed ?? renewed),
    dataText,
  }
}

const dataText: SessionFormat['dataText'] = (data) => latin1ToText(encodeDict(data))

function dictIn(payload: string): SessionRecord['data'] {
  const bytes = decodeBase64Strictly(payload)
  if (bytes === undefined) throw new DeserializeError('BAD_PAYLOAD', 'The data are not base64')
  return readPayload(() => decodeDict(bytes)) as SessionRecord['data']
}

const textOf = (secret: Secret): string =>
  typeof secret === 'string' ? secret : shownBytes(secret)

const ESCAPES: Readonly<Record<string, string>> = {
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\\': '\\\\',
}

/** Python's `str(bytes)`. */
function shownBytes(bytes: Uint8Array): string {
  const text = latin1ToText(bytes)
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const shown = text.replace(/[^ -~]|\\|'/g, (character) => {
    if (character === "'") return quote === "'" ? String.raw`\'` : character
    return ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
  return `b${quote}${shown}${quote}`
}
