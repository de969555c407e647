/** A layer as stretches that do not overlap: each is of the innermost part that is there. */
import type { Layer, Part } from '../inspect/index.js'

export interface Segment {
  /** `undefined` between the parts. */
  readonly part: Part | undefined
  readonly start: number
  readonly end: number
}

/** In their order; together they are the whole layer. */
export function segmentsOf({ content, parts }: Layer): Segment[] {
  const owners: (Part | undefined)[] = Array.from({ length: content.length })
  // The outer parts first, so that the inner ones cover them.
  for (const part of parts.toSorted((one, other) => sizeOf(other) - sizeOf(one))) {
    owners.fill(part, part.start, part.end)
  }
  const segments: { part: Part | undefined; start: number; end: number }[] = []
  for (const [at, part] of owners.entries()) {
    const last = segments.at(-1)
    if (last !== undefined && last.part === part) last.end = at + 1
    else segments.push({ part, start: at, end: at + 1 })
  }
  return segments
}

const sizeOf = ({ start, end }: Part): number => end - start
