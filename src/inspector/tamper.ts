/** Changing one character of a cookie, to see why it is refused. */
import type { InspectInput, Inspection, Layer } from '../inspect/index.js'
import { inspectCookie } from '../inspect/index.js'

/** What became of it. */
export interface Tampered {
  readonly at: number
  readonly before: string
  readonly after: string
  readonly text: string
  /** What stands there. */
  readonly part: string | undefined
  readonly inspection: Inspection
}

const ALPHABETS = ['0123456789abcdef', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz']

/** Another character that may stand there: a digit for a digit, a letter for a letter. */
export function otherCharacter(character: string): string {
  const alphabet = ALPHABETS.find((letters) => letters.includes(character))
  if (alphabet === undefined) return character === 'A' ? 'B' : 'A'
  // Half around, so that another bit changes than the last, which may be one that base64 does not use.
  const at = alphabet.indexOf(character) + alphabet.length / 2
  return alphabet[at % alphabet.length]!
}

export function tamper(input: InspectInput, at: number): Tampered {
  const before = input.text[at] ?? ''
  const after = otherCharacter(before)
  const text = input.text.slice(0, at) + after + input.text.slice(at + 1)
  const [outer] = inspectCookie({ ...input, secrets: [] }).layers
  const part = outer?.parts.find(({ start, end }) => at >= start && at < end)?.label
  return { at, before, after, text, part, inspection: inspectCookie({ ...input, text }) }
}

/**
 * The character of the cookie that a place in one of its layers comes from; `undefined` where it was encrypted or compressed,
 * so that no single one is.
 */
export function characterOf(
  layers: readonly Layer[],
  layer: Layer,
  at: number,
): number | undefined {
  if (layer === layers[0]) return at
  for (const outer of layers.slice(0, layers.indexOf(layer))) {
    const part = outer.parts.find(({ into }) => into === layer.name)
    if (part === undefined) continue
    const characters = charactersIn(part.end - part.start, layer.content.length)
    if (typeof outer.content !== 'string' || characters === undefined) return undefined
    return characterOf(layers, outer, part.start + Math.floor(at * characters))
  }
  return undefined
}

/** How many characters of text stand for a byte, where they are hexadecimal or base64. */
function charactersIn(text: number, bytes: number): number | undefined {
  if (text === 2 * bytes) return 2
  if (text === bytes) return 1
  return Math.abs(text - (bytes * 4) / 3) < 4 ? 4 / 3 : undefined
}
