/** Session data as a tree of lines. */
import { entriesOf, isBytes, isDate, isMap, isPlainObject, isSet, membersOf } from '../lib/kinds.js'
import { orderedKeys } from '../lib/hints.js'
import type { Paint } from './colours.js'
import { printed } from './printed.js'
import { quoted, safe } from './safe-text.js'

/** Lines, levels and characters of a text that a person still reads; `--json` has more. */
const [MOST_LINES, MOST_DEPTH, MOST_TEXT, MOST_BYTES] = [400, 20, 200, 24]

/** Lines of all entries, drawn below what stands above them. */
export function treeOf(data: ReadonlyMap<unknown, unknown>, paint: Paint): readonly string[] {
  const lines: string[] = []
  // One by one: of lists that hold each other, or themselves, there is no end.
  for (const line of branches(data, '', paint, 0)) {
    if (lines.length === MOST_LINES) return [...lines, '… and more lines: --json has them']
    lines.push(line)
  }
  return lines
}

function* branches(value: unknown, indent: string, paint: Paint, depth: number): Generator<string> {
  const parts = partsOf(value)
  if (depth > MOST_DEPTH) return yield `${indent}└─ …`
  for (const [at, [label, part]] of parts.entries()) {
    const isLast = at === parts.length - 1
    const key = label === undefined ? '' : `${paint('blue', keyText(label))}: `
    yield `${paint('dim', `${indent}${isLast ? '└─' : '├─'}`)} ${key}${leaf(part, paint)}`
    if (partsOf(part).length > 0)
      yield* branches(part, `${indent}${isLast ? '   ' : '│  '}`, paint, depth + 1)
  }
}

type Entry = readonly [label: unknown, value: unknown]

/** What is within a value; nothing in one that is shown on one line. */
function partsOf(value: unknown): readonly Entry[] {
  if (Array.isArray(value)) return value.map((item): Entry => [undefined, item])
  if (isMap(value)) return [...entriesOf(value)] as readonly Entry[]
  if (isSet(value)) return Array.from(membersOf(value), (item): Entry => [undefined, item])
  if (!isPlainObject(value)) return []
  return orderedKeys(value).map((key): Entry => [key, (value as Record<string, unknown>)[key]])
}

/** A key on one line: of others than text what `console.log` prints. */
export function keyText(key: unknown): string {
  if (typeof key !== 'string') return safe(cut(oneLine(key)))
  return cut(/^[\w$ .-]+$/.test(key) ? key : quoted(key))
}

/** The value on one line; of a container what kind it is, and how many are in it. */
function leaf(value: unknown, paint: Paint): string {
  if (typeof value === 'string') return paint('green', quoted(cut(value)))
  if (typeof value === 'number' || typeof value === 'bigint') return paint('cyan', oneLine(value))
  if (typeof value === 'boolean') return paint('yellow', String(value))
  if (value === null || value === undefined) return paint('dim', String(value))
  if (isBytes(value)) return paint('magenta', bytesText(value))
  if (isDate(value)) return paint('magenta', oneLine(value))
  const kind = kindOf(value)
  return kind === undefined ? paint('magenta', safe(cut(oneLine(value)))) : paint('dim', kind)
}

function kindOf(value: unknown): string | undefined {
  const count = partsOf(value).length
  if (Array.isArray(value)) return `${nameOf(value, 'list')} of ${count}`
  if (isMap(value)) return `${nameOf(value, 'map')} of ${count}`
  if (isSet(value)) return `${nameOf(value, 'set')} of ${count}`
  return isPlainObject(value) ? (count === 0 ? '{}' : `object of ${count}`) : undefined
}

/** Of Python's types their names. */
function nameOf(value: object, plain: string): string {
  const { name } = value.constructor
  return ['Array', 'Map', 'Set', 'Object'].includes(name)
    ? plain
    : name.replace(/^Py/, '').toLowerCase()
}

function bytesText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, MOST_BYTES)).toString('hex')
  return `${bytes.length} bytes ${hex}${bytes.length > MOST_BYTES ? '…' : ''}`
}

const cut = (text: string): string =>
  text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}… (${text.length} characters)` : text

const oneLine = (value: unknown): string => printed(value, { depth: 2, maxStringLength: MOST_TEXT })
