/** Layers, made of what stands one behind another in them. */
import type { Encoding, Layer, LayerName, Part } from '../inspection.js'

/** A part without its place, which is behind the one before. */
export type Piece = Omit<Part, 'start' | 'end'> & { readonly size: number }

/** The parts of pieces; those of no size are none. */
export function inRow(pieces: readonly Piece[], start = 0): Part[] {
  let at = start
  return pieces.flatMap(({ size, ...piece }) => {
    const part = { ...piece, start: at, end: (at += size) }
    return size > 0 ? [part] : []
  })
}

/** The pieces of texts that stand between separators. */
export function separated(
  separator: string,
  pieces: readonly (Omit<Piece, 'size'> & { readonly text: string })[],
): Piece[] {
  const between: Piece = { kind: 'separator', label: 'separator', size: separator.length }
  return pieces.flatMap(({ text, ...piece }, at) => {
    const sized = { ...piece, size: text.length }
    return at === 0 ? [sized] : [between, sized]
  })
}

export function layer(
  name: LayerName,
  title: string,
  content: string | Uint8Array,
  parts: readonly Part[],
  encoding?: Encoding,
): Layer {
  return { name, title, content, parts, ...(encoding && { encoding }) }
}

/** Seconds since 1970 as people write them. */
export function dateOf(seconds: unknown): string | undefined {
  const ms = typeof seconds === 'number' ? Math.round(seconds * 1000) : Number.NaN
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined
}

/** A text that is base64url of all of it, and its bytes. */
export function base64urlLayers(
  text: string,
  bytes: Uint8Array,
  pieces: readonly Piece[],
): [cookie: Layer, bytes: Layer] {
  return [
    layer('cookie', 'base64url', text, [
      { kind: 'data', label: 'base64url', start: 0, end: text.length, into: 'bytes' },
    ]),
    layer('bytes', `${bytes.length} bytes`, bytes, inRow(pieces)),
  ]
}
