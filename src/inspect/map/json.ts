/** Where the values of a JSON text stand. Python's NaN and Infinity, and what else stands bare, are taken as numbers. */
import type { Span, SpanChild } from './span.js'

/** What the only key of an object begins with that is a tag, and no object of the session. */
export type JsonTag = '~' | ' ' | undefined

/**
 * @param text one character a byte, where positions are to be those of bytes
 * @returns `undefined` for what is no JSON
 */
export function jsonSpan(text: string, tag?: JsonTag): Span | undefined {
  try {
    const scanner = new Scanner(text, tag)
    const span = scanner.value(0)
    return scanner.isAtEnd() ? span : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const MOST_LEVELS = 200
const BLANKS = /[ \t\r\n]*/y
const TEXT = /"(?:[^"\\]|\\.)*"/sy
const BARE = /[-+.\w]+/y

class Scanner {
  #at = 0
  readonly #text: string
  readonly #tag: JsonTag

  constructor(text: string, tag: JsonTag) {
    this.#text = text
    this.#tag = tag
  }

  value(depth: number): Span {
    if (depth > MOST_LEVELS) throw new SyntaxError()
    this.#skip(BLANKS)
    const start = this.#at
    const children = this.#children(depth)
    const span = { start, end: this.#at, children }
    return tagged(span, this.#tag)
  }

  isAtEnd(): boolean {
    this.#skip(BLANKS)
    return this.#at === this.#text.length
  }

  #children(depth: number): SpanChild[] {
    const first = this.#text[this.#at]
    if (first === '{') return this.#list('}', () => this.#member(depth))
    if (first === '[') return this.#list(']', (at) => ({ key: at, value: this.value(depth + 1) }))
    if (!this.#skip(first === '"' ? TEXT : BARE)) throw new SyntaxError()
    return []
  }

  #list(close: string, next: (at: number) => SpanChild): SpanChild[] {
    const children: SpanChild[] = []
    this.#at++
    if (this.#take(close)) return children
    do children.push(next(children.length))
    while (this.#take(','))
    if (!this.#take(close)) throw new SyntaxError()
    return children
  }

  #member(depth: number): SpanChild {
    this.#skip(BLANKS)
    const start = this.#at
    if (!this.#skip(TEXT)) throw new SyntaxError()
    const keySpan = { start, end: this.#at, children: [] }
    if (!this.#take(':')) throw new SyntaxError()
    const key = textOf(this.#text.slice(start, keySpan.end))
    return { key, keySpan, value: this.value(depth + 1) }
  }

  #take(character: string): boolean {
    this.#skip(BLANKS)
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found !== ''
  }
}

/** A key as text, of one character a byte. */
function textOf(json: string): unknown {
  return JSON.parse(/[\u0080-\u00ff]/.test(json) ? Buffer.from(json, 'latin1').toString() : json)
}

/** The stretch of a tag is that of its value; a Map's keys are values beside each other. */
function tagged(span: Span, tag: JsonTag): Span {
  const [only, ...others] = span.children
  const name = only?.key
  if (tag === undefined || others.length > 0 || typeof name !== 'string') return span
  if (!name.startsWith(tag) || name.length < 2) return span
  const { start, end } = span
  return { start, end, children: only!.value.children }
}
