/** Where the values of a text stand: what readers of positions give, and the parts that are made of it. */
import type { Part } from '../inspection.js'

/** Where a value stands. */
export interface Span {
  readonly start: number
  readonly end: number
  /** The values in it, in their order. */
  readonly children: readonly SpanChild[]
}

/** A value in another one, and where its key stands, if that is written. */
export interface SpanChild {
  readonly key: unknown
  readonly keySpan?: Span | undefined
  readonly value: Span
}

/** More would be of no use to people. */
const MOST_PARTS = 2000

/** The stretch of a value and of all values in it, each with the keys that lead to it. */
export function dataParts(span: Span, path: readonly unknown[] = []): Part[] {
  const parts: Part[] = []
  add(parts, span, path)
  return parts
}

function add(parts: Part[], { start, end, children }: Span, path: readonly unknown[]): void {
  parts.push({ kind: 'data', label: path.length === 0 ? 'data' : 'value', start, end, path })
  for (const { key, keySpan, value } of children) {
    if (parts.length > MOST_PARTS) return
    const inner = [...path, key]
    if (keySpan !== undefined) parts.push(keyPart(keySpan, inner))
    add(parts, value, inner)
  }
}

const keyPart = ({ start, end }: Span, path: readonly unknown[]): Part => ({
  kind: 'key',
  label: 'key',
  start,
  end,
  path,
})

/** The value that a key leads to. */
export const childOf = (span: Span | undefined, key: unknown): Span | undefined =>
  span?.children.find((child) => child.key === key)?.value
