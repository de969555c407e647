/** Payloads made of others: most of them of a few changes, some as large as a payload may be. */
import type { Draw } from '../damage.js'
import type { Syntax } from './syntaxes.js'

/** One payload in so many is filled up: what is slow shows when there is much of it. */
const RARE = 500

/**
 * A seed with up to six changes, one character a byte.
 *
 * @param most bytes that it may have
 */
export function mutated({ seeds, pieces }: Syntax, draw: Draw, most: number): string {
  let text = seeds[draw(seeds.length)]!
  if (draw(RARE) === 0) text = filled(text, pieces[draw(pieces.length)]!, draw, most)
  for (let left = 1 + draw(1 + draw(3)); left > 0; left--) text = changed(text, seeds, pieces, draw)
  return text.slice(0, most)
}

function filled(text: string, piece: string, draw: Draw, most: number): string {
  const at = draw(text.length + 1)
  return text.slice(0, at) + piece.repeat((most - text.length) / piece.length) + text.slice(at)
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
  switch (draw(10)) {
    case 0:
      return put(String.fromCharCode(draw(256)), 1)
    case 1:
      return put(String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << draw(8))), 1)
    case 2:
      return put('', 1 + draw(8))
    case 3:
      return put(text.slice(at, at + draw(20)), 0)
    case 4:
      return put(other.slice(start, start + draw(40)), draw(8))
    case 5:
      return text.slice(0, at) + (draw(2) === 0 ? '' : other.slice(start))
    case 6:
      return put(pieces[draw(pieces.length)]!.repeat(1 + draw(9)), 0)
    default:
      return put(pieces[draw(pieces.length)]!, draw(4))
  }
}
