/** Where the values of a text of PHP's `serialize()` stand. */
import type { Span, SpanChild } from './span.js'

/**
 * @param text one character a byte
 * @returns `undefined` for what is no such text
 */
export function phpSpan(text: string): Span | undefined {
  try {
    const scanner = new Scanner(text)
    const { span } = scanner.value(0)
    return span.end === text.length ? span : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const MOST_LEVELS = 200
const SCALAR = /(?:N|[bidrR]:[^;]*);/y
const TEXT = /s:(\d+):"/y
const HEAD = /(?:a|O:\d+:"[^"]*"):(\d+):\{/y

/** A value, and what it is as a key. */
interface Scanned {
  readonly span: Span
  readonly key: unknown
}

class Scanner {
  #at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): Scanned {
    if (depth > MOST_LEVELS) throw new SyntaxError()
    const start = this.#at
    const array = this.#take(HEAD)
    if (array !== undefined) {
      const children = this.#entries(Number(array[1]), depth)
      return { span: { start, end: this.#at, children }, key: undefined }
    }
    const key = this.#scalar()
    return { span: { start, end: this.#at, children: [] }, key }
  }

  #entries(count: number, depth: number): SpanChild[] {
    const children: SpanChild[] = []
    for (let left = count; left > 0; left--) {
      const { span: keySpan, key } = this.value(depth + 1)
      children.push({ key, keySpan, value: this.value(depth + 1).span })
    }
    if (this.#text[this.#at++] !== '}') throw new SyntaxError()
    return children
  }

  #scalar(): unknown {
    const text = this.#take(TEXT)
    if (text === undefined) {
      const [scalar = ''] = this.#take(SCALAR) ?? []
      if (scalar === '') throw new SyntaxError()
      return scalar.startsWith('i:') ? Number(scalar.slice(2, -1)) : undefined
    }
    const end = this.#at + Number(text[1])
    if (this.#text.slice(end, end + 2) !== '";') throw new SyntaxError()
    const content = this.#text.slice(this.#at, end)
    this.#at = end + 2
    return Buffer.from(content, 'latin1').toString()
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text) ?? undefined
    this.#at += found?.[0].length ?? 0
    return found
  }
}
