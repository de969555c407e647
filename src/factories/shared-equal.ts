/** Whether flash messages are equal in formats that have no equality of their own: where they are written as one text. */
import { CartoucheError } from '../errors.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { isPlainObject, isRevokedProxy } from '../lib/kinds.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import type { SessionSettings } from '../session/settings.js'

/** Characters that take as long to write as a message of one does, besides its text. */
const CALL = 64
/** And as long as it takes to refuse one: an error is made, with its stack. */
const REFUSAL = 2048

/**
 * Whether messages are equal by what is written of them where they stand. More than a session can hold is not written
 * for it, and one that cannot be written, from an older format, equals nothing.
 */
export function equalAsWritten({ dataText }: SessionFormat): SessionSettings['hasEqual'] {
  return (messages, message, key) => {
    const write = (queue: readonly unknown[]): string => dataText(new Map([[key, queue]]))
    const comparison = comparisonIn(messages, message, write)
    return (
      messages.some((other) => Object.is(other, message)) ||
      messages.some((other) => comparison.isWithEqual(other))
    )
  }
}

/** @throws what keeps the message from being written, with its place in the queue */
function comparisonIn(
  messages: readonly unknown[],
  message: unknown,
  write: (queue: readonly unknown[]) => string,
): Comparison {
  try {
    return new Comparison(message, (one) => write([one]))
  } catch (error) {
    write([...messages, message])
    throw error
  }
}

type Dict = Readonly<Record<string, unknown>>
/** A list or dict. */
type Parts = readonly unknown[] | Dict

/** Compares one message to many: to most a look is enough, the others are written. */
class Comparison {
  readonly #message: unknown
  readonly #textOf: (message: unknown) => string
  readonly #text: string
  /** Characters that may still be written, and parts of others that may still be looked at. */
  #room: number = SESSION_LIMITS.output
  #looks: number = SESSION_LIMITS.output
  /** Those that are no text or number, and had their turn. */
  readonly #met = new Set<object>()
  /** The keys of dicts in the message. */
  readonly #keys = new Map<Dict, readonly string[]>()

  constructor(message: unknown, textOf: (message: unknown) => string) {
    this.#message = message
    this.#textOf = textOf
    this.#text = textOf(message)
  }

  isWithEqual(other: unknown): boolean {
    if (isObject(other)) {
      if (this.#met.has(other)) return false
      this.#met.add(other)
    }
    return !this.#differ(this.#message, other) && this.#isWrittenSame(other)
  }

  #isWrittenSame(other: unknown): boolean {
    if (this.#room < 0) return false
    const written = textIfAny(() => this.#textOf(other))
    this.#room -= written === undefined ? REFUSAL : CALL + written.length
    return written === this.#text
  }

  /** Whether every format writes them otherwise. Where that takes more than a look, it is not said. */
  #differ(one: unknown, other: unknown): boolean {
    const [leaf, otherLeaf] = [isLeaf(one), isLeaf(other)]
    if (leaf && otherLeaf) return areOtherLeaves(one, other)
    if (!(leaf || hasParts(one)) || !(otherLeaf || hasParts(other))) return false
    return leaf || otherLeaf || this.#haveOtherParts(one as Parts, other as Parts)
  }

  #haveOtherParts(one: Parts, other: Parts): boolean {
    if (this.#looks < 0) return false
    const size = isList(other) ? other.length : keysOf(other).length
    this.#looks -= 1 + size
    const ownSize = isList(one) ? one.length : this.#keysOf(one).length
    if (size !== ownSize) return true
    if (isList(one)) return isList(other) && one.some((item, at) => this.#differ(item, other[at]))
    // PHP has one kind for lists and dicts.
    return !isList(other) && this.#haveOtherKeys(one, other)
  }

  #haveOtherKeys(one: Dict, other: Dict): boolean {
    return this.#keysOf(one).some(
      (key) => !Object.hasOwn(other, key) || this.#differ(one[key], other[key]),
    )
  }

  #keysOf(dict: Dict): readonly string[] {
    const keys = this.#keys.get(dict) ?? keysOf(dict)
    this.#keys.set(dict, keys)
    return keys
  }
}

const isList = (parts: Parts): parts is readonly unknown[] => Array.isArray(parts)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** What every format tells apart by its value. `NaN` and its like are `null` in some. */
const isLeaf = (value: unknown): boolean =>
  value === null ||
  Number.isFinite(value) ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  typeof value === 'bigint'

/** 0 and -0 are not told apart, nor are a number and a bigint: to some formats they are one. */
const areOtherLeaves = (one: unknown, other: unknown): boolean =>
  one !== other && !(isNumber(one) && isNumber(other) && typeof one !== typeof other)

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint'

const hasParts = (value: unknown): boolean =>
  !isRevokedProxy(value) && (Array.isArray(value) || isPlainObject(value)) && !('toJSON' in value)

/** What is `undefined` is left out, where it can be written at all. */
const keysOf = (dict: Dict): readonly string[] =>
  Object.keys(dict).filter((key) => dict[key] !== undefined)

function textIfAny(write: () => string): string | undefined {
  try {
    return write()
  } catch (error) {
    if (error instanceof CartoucheError) return undefined
    throw error
  }
}
