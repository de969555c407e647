import { DeserializeError, OptionError } from '../errors.js'
import { isBytes } from '../lib/kinds.js'
import { isLatin1 } from '../lib/latin1.js'

/** A signature with its keys prepared: value ↔ signed text. */
export interface SignedText {
  readonly sign: (value: unknown) => string
  /** @throws {DeserializeError} when the text was damaged or forged, or its data cannot be read */
  readonly open: (text: string) => unknown
}

/** @throws {DeserializeError} `BAD_TEXT` for a character that no cookie has */
export function checkLatin1(text: string): void {
  if (!isLatin1(text)) {
    throw new DeserializeError('BAD_TEXT', 'The text has a character beyond latin-1')
  }
}

/** Bytes as the latin-1 text they are; text as it is. */
export function toText(serialized: string | Uint8Array): string {
  if (typeof serialized === 'string') return serialized
  if (isBytes(serialized)) return Buffer.from(serialized).toString('latin1')
  throw new DeserializeError('BAD_TEXT', 'Neither text nor bytes')
}

/** Runs a reader of authenticated data and makes every failure of it a `DeserializeError`. */
export function readPayload(read: () => unknown): unknown {
  try {
    return read()
  } catch (cause) {
    // A mistake of the application is no bad cookie.
    if (cause instanceof DeserializeError || cause instanceof OptionError) throw cause
    throw new DeserializeError('BAD_PAYLOAD', 'The data cannot be read', {
      cause: withoutQuotes(cause),
    })
  }
}

/** What `JSONSerializer` says of a text: what was expected, and where. */
const OUR_WORDS = / at character \d+$/

/** The engine's errors of syntax quote what was read, as `JSON.parse` does. */
function withoutQuotes(cause: unknown): unknown {
  if (!isQuoting(cause)) return cause
  return new SyntaxError('The data are of another syntax; the words of the error would quote them')
}

/** Errors that were made of each other are looked at up to so many; they may be a circle. */
const MOST_CAUSES = 10

/** Whether an error, or one that it was made of, is such. */
function isQuoting(error: unknown, left = MOST_CAUSES): boolean {
  const { name, message, cause } = (error ?? {}) as Partial<Error> & { cause?: unknown }
  if (name === 'SyntaxError' && !OUR_WORDS.test(String(message))) return true
  return cause !== undefined && left > 0 && isQuoting(cause, left - 1)
}
