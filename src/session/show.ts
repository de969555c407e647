/** What of a session may be printed: for logs and debuggers, which keep what they are shown. */
import { CartoucheError } from '../errors.js'
import { objectOf } from '../lib/index-keys.js'
import { entriesOf, isBytes, isDate, isMap, isPlainObject, isSet, membersOf } from '../lib/kinds.js'
import { textOfKept } from '../lib/kept-text.js'
import { CSRF_KEY } from '../lib/session-keys.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import type { TokenKeys } from './token-keys.js'

/** The name of the method by which Node and Deno print an object. */
export const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom')

/** What stands in the place of what would unfold to too much. */
const TOO_LARGE = '[too large to show]'
/** And of what fails when it is printed. */
const NOT_SHOWN = '[cannot be shown]'
const WORDS: readonly unknown[] = [TOO_LARGE, NOT_SHOWN]

/** Keys under which CSRF tokens are kept, each as good as a password for its session. */
const hidden = new Set<unknown>([CSRF_KEY])

/** Keeps the values of a key from being printed, of whatever session: a log is shown those of all factories. */
export function hideKey(key: string): void {
  hidden.add(key)
}

const isHidden = (key: unknown): boolean => hidden.has(textOfKept(key))

/** The data without its tokens; what shared references unfold to too much is replaced. */
export function shownData(data: ReadonlyMap<unknown, unknown>): Map<unknown, unknown> {
  const budget = new Budget()
  const shown = new Map<unknown, unknown>()
  for (const [key, value] of data) {
    if (isHidden(key)) continue
    shown.set(shownPart(key, budget), shownPart(value, budget))
  }
  return shown
}

/** A copy without the tokens of its factory, which prints as the session does. */
export function shownCopy(
  data: ReadonlyMap<unknown, unknown>,
  tokenKeys: Pick<TokenKeys, 'has'>,
): ReadonlyMap<unknown, unknown> {
  const copy = new Map([...data].filter(([key]) => !tokenKeys.has(key)))
  const show = (
    _depth: number,
    options: object,
    print: (value: object, options: object) => string,
  ) => orWord(() => print(shownData(copy), options))
  return Object.defineProperty(copy, inspect, { value: show })
}

/** The data as an object: what {@link shownData} shows of them. */
export const shownObject = (data: ReadonlyMap<unknown, unknown>): object =>
  objectWith(data, (value) => value)

/** The same for `JSON.stringify`, which takes no bigint. */
export const shownJson = (data: ReadonlyMap<unknown, unknown>): object =>
  objectWith(data, (value) => orWord(() => withoutInts(value)))

function objectWith(
  data: ReadonlyMap<unknown, unknown>,
  show: (value: unknown) => unknown,
): object {
  const entries = Array.from(shownData(data), ([key, value]) => [
    orWord(() => nameOf(key)),
    show(value),
  ])
  return Object.fromEntries(entries) as object
}

/** A key as the name of a property. */
function nameOf(key: unknown): PropertyKey {
  if (typeof key !== 'object' || key === null) return key as PropertyKey
  // What is made without a prototype, or has another `toString`, has no text.
  const text: unknown = isPlainObject(key) || Array.isArray(key) ? '[object]' : String(key)
  return text as string
}

/**
 * What `show` gives, or a word in its place: values of our classes count for themselves what they unfold to, and what
 * inherits from a Date or Buffer and is none, as a Proxy of one, has methods that fail.
 */
export function orWord<T>(show: () => T): T | string {
  try {
    return show()
  } catch (error) {
    return error instanceof CartoucheError && error.code === 'LIMIT' ? TOO_LARGE : NOT_SHOWN
  }
}

/** The value, or a copy with text in the place of bigints where it has any. */
function withoutInts(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null || isBytes(value)) return value
  if (isDate(value) && value.toJSON === Date.prototype.toJSON) return value
  const content = unboxed(jsonOf(value))
  if (content !== value && typeof content !== 'object') {
    return typeof content === 'bigint' || WORDS.includes(content) ? String(content) : value
  }
  if (Array.isArray(content)) return arrayWithoutInts(content) ?? value
  // As JSON does, it asks getters, of objects of any class.
  const entries = Object.entries(content ?? {})
  const changed = entries.map(([key, item]) => [key, withoutInts(item)] as const)
  if (changed.every(([, item], at) => Object.is(item, entries[at]![1]))) return value
  return objectOf(changed)
}

/** `undefined` where it has none. */
function arrayWithoutInts(content: readonly unknown[]): readonly unknown[] | undefined {
  const changed = Array.from(content, withoutInts)
  return changed.every((item, at) => Object.is(item, content[at])) ? undefined : changed
}

/** The bigint that `Object(1n)` stands for, of any realm, as JSON takes it. */
const unboxed = (value: unknown): unknown =>
  Object.prototype.toString.call(value) === '[object BigInt]'
    ? BigInt.prototype.valueOf.call(value)
    : value

/** What `JSON.stringify` takes in the place of an object. */
function jsonOf(value: object): unknown {
  const { toJSON } = value as { toJSON?: unknown }
  return typeof toJSON === 'function' ? orWord(() => toJSON.call(value) as unknown) : value
}

/** A Proxy that was revoked, or whose traps throw, can be neither looked at nor printed. */
const shownPart = (part: unknown, budget: Budget): unknown =>
  orWord(() => (budget.spend(part) ? part : TOO_LARGE))

/** Printing calls itself. */
const MAX_DEPTH = 1000

/** To find out what may be printed, so many times as much is looked at. */
const LOOKS = 4
/** Characters that are as much work as one value. */
const TEXT_PER_NODE = SESSION_LIMITS.text / SESSION_LIMITS.nodes

/** What is left of the values and the text that may be printed. */
class Budget {
  #nodes: number = SESSION_LIMITS.nodes
  #text: number = SESSION_LIMITS.text
  /** Values that may be looked at, with those of parts that turn out to be too large; text counts too. */
  #looks = LOOKS * SESSION_LIMITS.nodes

  /** Takes what it costs to go through `value`, and tells whether it was there; a circle costs too much. */
  spend(value: unknown): boolean {
    let [nodes, text] = [this.#nodes, this.#text]
    const pending: Iterator<unknown>[] = [[value].values()]
    while (pending.length > 0) {
      const next = pending.at(-1)!.next()
      if (next.done === true) pending.pop()
      else {
        // Text tells its length at once, so that keys keep their names.
        if (this.#looks < 0 && typeof next.value !== 'string') return false
        const length = textIn(next.value)
        nodes--
        text -= length
        this.#looks -= 1 + length / TEXT_PER_NODE
        if (nodes < 0 || text < 0 || pending.length > MAX_DEPTH) return false
        if (typeof next.value === 'object' && next.value !== null) pending.push(partsOf(next.value))
      }
    }
    this.#nodes = nodes
    this.#text = text
    return true
  }
}

/** Characters that a byte is printed as. */
const BYTE = 8
/** So many digits of an int take as long again for each of them as a character of text. */
const DIGITS = 256

/** Characters that a value is printed as. Digits take time by the square of their number. */
function textIn(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value === 'bigint') {
    const digits = value.toString(16).length
    return digits + digits ** 2 / DIGITS
  }
  return isBytes(value) ? value.length * BYTE : 0
}

function partsOf(value: object): Iterator<unknown> {
  if (isBytes(value)) return [].values()
  if (isMap(value)) return entriesOf(value)
  if (isSet(value)) return membersOf(value)
  return (Array.isArray(value) ? value : ownValues(value)).values()
}

/** Without calling a getter. */
const ownValues = (value: object): unknown[] =>
  Object.keys(value).map((key) => Object.getOwnPropertyDescriptor(value, key)?.value as unknown)
