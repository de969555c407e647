/** Finds the pickle in what somebody gives: the bytes themselves, hex, base64, or a signed text around it. */
import { explain } from '../pickle/explain/explain.js'
import { decodeUrlsafeBase64Leniently } from '../lib/base64.js'
import { latin1ToText } from '../lib/text.js'

/** Instructions that are explained at most. */
export const MOST_LINES = 100_000

export interface FoundPickle {
  readonly bytes: Uint8Array
  /** How it stood there. */
  readonly form: string
}

/** The pickle, if a way to read the text gives one: whole, or the beginning of one where none is. */
export function findPickle(given: Uint8Array): FoundPickle | undefined {
  const found = [...candidates(given)].filter(({ bytes }) => bytes.length > 0)
  return found.find(({ bytes }) => isWhole(bytes)) ?? found.find(({ bytes }) => isBegun(bytes))
}

/** Bytes of the digests that stand before a pickle: of SHA-512, SHA-384, SHA-256, SHA-224, SHA-1 and MD5. */
const DIGESTS = [64, 48, 32, 28, 20, 16]

function* candidates(given: Uint8Array): Generator<FoundPickle> {
  yield { bytes: given, form: 'bytes' }
  const text = latin1ToText(given)
    .replace(/\s/g, '')
    .replace(/^"(.*)"$/, '$1')
  if (/^(?:[\da-f]{2})+$/i.test(text))
    yield { bytes: Buffer.from(text, 'hex'), form: 'hexadecimal' }
  const decoded = base64(text)
  if (decoded !== undefined) yield { bytes: decoded, form: 'base64' }
  const behindHex = /^[\da-f]{40}(.+)$/.exec(text)?.[1]
  const signed = behindHex === undefined ? undefined : base64(behindHex)
  if (signed !== undefined) yield { bytes: signed, form: 'base64 behind a signature' }
  for (const size of decoded === undefined ? [] : DIGESTS) {
    yield { bytes: decoded!.subarray(size), form: `base64, behind a signature of ${size} bytes` }
  }
}

const base64 = (text: string): Uint8Array | undefined =>
  /^[\w+/=%-]+$/.test(text) ? decodeUrlsafeBase64Leniently(unescaped(text)) : undefined

const unescaped = (text: string): string =>
  text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

/** Whether the bytes are a pickle and nothing else, of two instructions or more: a dot alone is one, too. */
function isWhole(bytes: Uint8Array): boolean {
  const lines = explain(bytes, { maxLines: MOST_LINES })
  const last = lines.at(-1)!
  return last.error === undefined && lines.length > 1 && last.offset + 1 === bytes.length
}

/** Whether they begin as those of protocol 2 and later do. */
const isBegun = ([first, protocol]: Uint8Array): boolean =>
  first === 0x80 && protocol !== undefined && protocol >= 2 && protocol <= 5
