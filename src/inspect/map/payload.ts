/** The innermost layer: what the data are written in, and which of its bytes are which value. */
import { latin1ToText } from '../../lib/text.js'
import { pickleSpans } from '../../pickle/explain/spans.js'
import type { Encoding, Layer, Part } from '../inspection.js'
import { jsonSpan } from './json.js'
import type { JsonTag } from './json.js'
import { dateOf, layer } from './pieces.js'
import { phpSpan } from './php.js'
import { childOf, dataParts } from './span.js'
import type { Span } from './span.js'

/** How the session stands in the payload. */
export interface PayloadStyle {
  readonly tag?: JsonTag
  /** The parts of the whole value. Default: all of it is the data. */
  readonly partsOf?: (root: Span, text: string) => Part[]
}

const TITLES: Readonly<Record<Encoding, string>> = {
  json: 'JSON',
  pickle: "Python's pickle",
  php: "PHP's serialize()",
  marshal: "Ruby's Marshal",
  gob: "Go's gob",
  text: 'text',
}

/** By what it begins with; JSON has no byte below a blank, and a pickle ends with its STOP. */
export function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second = 0] = bytes
  if (first === 0x80 && second <= 5) return 'pickle'
  if (first === 4 && second === 8) return 'marshal'
  const text = latin1ToText(bytes)
  if (/^\s*[[{"]/.test(text)) return 'json'
  if (/^(?:a:\d+:\{|[sidb]:|N;)/.test(text)) return 'php'
  if (text.endsWith('.') && pickleSpans(bytes) !== undefined) return 'pickle'
  return /[^\t\n -~\u0080-\u00ff]/.test(text) ? 'gob' : 'text'
}

export function payloadLayer(bytes: Uint8Array, style: PayloadStyle = {}): Layer {
  const encoding = encodingOf(bytes)
  const text = latin1ToText(bytes)
  const root = spanOf(bytes, text, encoding, style.tag)
  const whole: Part = { kind: 'data', label: 'data', start: 0, end: bytes.length, path: [] }
  const parts = root === undefined ? [whole] : (style.partsOf ?? wholeParts)(root, text)
  return layer('payload', TITLES[encoding], bytes, parts.length > 0 ? parts : [whole], encoding)
}

const wholeParts = (root: Span): Part[] => dataParts(root)

function spanOf(
  bytes: Uint8Array,
  text: string,
  encoding: Encoding,
  tag: JsonTag,
): Span | undefined {
  if (encoding === 'json') return jsonSpan(text, tag)
  if (encoding === 'pickle') return pickleSpans(bytes)
  return encoding === 'php' ? phpSpan(text) : undefined
}

/** Pyramid's `(accessed, created, data)`. */
export function triplePartsOf(root: Span, text: string): Part[] {
  const [accessed, created, data] = [0, 1, 2].map((key) => childOf(root, key))
  if (data === undefined) return dataParts(root)
  return [
    ...timePart(accessed, 'time of the last access', text),
    ...timePart(created, 'time of its making', text),
    ...dataParts(data),
  ]
}

export function timePart(span: Span | undefined, label: string, text: string): Part[] {
  if (span === undefined) return []
  const { start, end } = span
  return [{ kind: 'time', label, start, end, note: dateOf(Number(text.slice(start, end))) }]
}
