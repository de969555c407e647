import { isBytes } from '../../lib/kinds.js'
import { FORM, type Form } from '../../lib/python-form.js'
import { codePointsToText, isAscii, latin1ToText } from '../../lib/text.js'
import { INSPECT } from '../printing.js'

/**
 * A Python str as an object: one that a JavaScript string cannot hold, because a high surrogate
 * stands right before a low one as two characters. With `exact: true` every str is read as one, so
 * that each keeps its own identity.
 *
 * @example
 * import { PyStr } from 'cartouche/pickle'
 *
 * PyStr.fromCodePoints([0xd83d, 0xde00]).codePoints // → [0xd83d, 0xde00]
 * new PyStr('\u{1f600}').codePoints // → [0x1f600]
 */
export class PyStr {
  /** The text. Surrogates that were characters of their own look like one character in it. */
  readonly text: string
  readonly #points: readonly number[] | undefined

  constructor(text: string, points?: readonly number[]) {
    this.text = text
    this.#points = points
  }

  static fromCodePoints(points: readonly number[]): PyStr {
    return new PyStr(codePointsToText(points), points)
  }

  /** @internal */
  [FORM](): Form {
    return this.#points === undefined ? ['str', [this.text]] : ['split str', [...this.#points]]
  }

  /** The characters as Python counts them. */
  get codePoints(): readonly number[] {
    return this.#points ?? Array.from(this.text, (char) => char.codePointAt(0)!)
  }

  /** Whether `text` joins characters that are two in Python. */
  get isSplit(): boolean {
    return this.#points !== undefined
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}

/** Whether CPython has only one such string, and so shares it always: '' and one Latin-1 character. */
export const isSingleton = (text: string): boolean =>
  text.length === 0 || (text.length === 1 && text <= '\xff')

/** A string that Python makes on the spot: it is shared with no equal one, as far as that is possible. */
export const freshText = (text: string): string | PyStr =>
  isSingleton(text) ? text : new PyStr(text)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A Python 2 `str`, which is bytes that may be meant as text. Read with `py2str: 'keep'`, and with
 * `'auto'` where it is not ASCII; written back as it was. Equal ones in a pickle are one object, and so
 * one key of a Map.
 *
 * @example
 * import { Py2Str, loads } from 'cartouche/pickle'
 *
 * const old = new TextEncoder().encode("S'caf\\xc3\\xa9'\n.")
 * const drink = loads(old, { py2str: 'auto' }) as Py2Str
 * String(drink) // → 'café'
 * drink.bytes.length // → 5
 * JSON.stringify([drink]) // → '["café"]'
 */
export class Py2Str {
  /** What Python 2 has: one byte a character. */
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** @internal */
  [FORM](other: unknown): Form {
    const isText = !isBytes(other) && isAscii(this.bytes, 0, this.bytes.length)
    return [isText ? 'str' : 'bytes', [this.text]]
  }

  /** The bytes read as Latin-1: one character a byte. */
  get text(): string {
    return latin1ToText(this.bytes)
  }

  /** The text that is meant, as far as bytes can tell: UTF-8, or Latin-1 where they are no UTF-8. */
  toString(): string {
    try {
      return utf8.decode(this.bytes)
    } catch {
      return this.text
    }
  }

  /** The text of {@link toString}. */
  toJSON(): string {
    return this.toString()
  }

  [INSPECT](): string {
    return `Py2Str(${JSON.stringify(this.toString())})`
  }
}
