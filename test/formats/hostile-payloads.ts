/** Payloads that nobody would write, signed with the right key: what a decoder has to stand. */
import { expect } from 'vitest'
import { DeserializeError } from '../../src/index.js'
import { drawing } from './damage.js'
import type { Draw } from './damage.js'

/** Milliseconds that no payload may take: see docs/limits.md. */
const MOST = 10
/** A machine that does something else meanwhile is given so many chances. */
const TRIES = 5

export interface Hostile {
  /** Payloads as they are written, one character a byte. */
  readonly seeds: readonly string[]
  /** What the syntax is made of, to be put anywhere. */
  readonly pieces: readonly string[]
  readonly count: number
  /** Reads a payload behind the signature. */
  readonly read: (payload: Buffer) => unknown
}

/** Reads so many payloads, and expects a value or the typed error of each, soon. */
export function runHostile({ seeds, pieces, count, read }: Hostile): {
  read: number
  refused: number
} {
  const draw = drawing(20_260_202)
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const counts = { read: 0, refused: 0 }
  for (let made = 0; made < count; made++) {
    const text = mutated(seeds[draw(seeds.length)]!, seeds, pieces, draw)
    const payload = Buffer.from(text, 'latin1')
    counts[outcomeOf(payload, read)]++
  }
  Error.stackTraceLimit = stackTraceLimit
  return counts
}

function outcomeOf(payload: Buffer, read: Hostile['read']): 'read' | 'refused' {
  let time = 0
  for (let tries = 0; tries < TRIES; tries++) {
    const start = performance.now()
    const error = errorOf(() => read(payload))
    time = performance.now() - start
    const isTyped = error === undefined || error instanceof DeserializeError
    if (!isTyped) expect([payload.toString('base64'), error]).toEqual('a typed error')
    if (time < MOST) return error === undefined ? 'read' : 'refused'
  }
  return expect([payload.toString('base64'), time]).toEqual('soon') as never
}

function errorOf(action: () => unknown): unknown {
  try {
    action()
    return undefined
  } catch (error) {
    return error ?? 'nothing was thrown'
  }
}

/** A seed with up to eight changes. */
function mutated(
  seed: string,
  seeds: readonly string[],
  pieces: readonly string[],
  draw: Draw,
): string {
  let text = seed
  for (let left = 1 + draw(8); left > 0; left--) text = changed(text, seeds, pieces, draw)
  return text
}

function changed(
  text: string,
  seeds: readonly string[],
  pieces: readonly string[],
  draw: Draw,
): string {
  const at = draw(text.length + 1)
  const put = (piece: string, length: number): string =>
    text.slice(0, at) + piece + text.slice(at + length)
  const other = seeds[draw(seeds.length)]!
  const start = draw(other.length)
  switch (draw(8)) {
    case 0:
      return put(String.fromCharCode(draw(256)), 1)
    case 1:
      return put('', 1 + draw(8))
    case 2:
      return put(text.slice(at, at + draw(20)), 0)
    case 3:
      return put(other.slice(start, start + draw(40)), draw(8))
    case 4:
      return put(pieces[draw(pieces.length)]!.repeat(1 + draw(draw(4) === 0 ? 300 : 3)), 0)
    default:
      return put(pieces[draw(pieces.length)]!, draw(4))
  }
}
