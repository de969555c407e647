/**
 * Python's `==` for what a session holds: numbers of all types by value (1 == 1.0 == True), dicts and sets
 * whatever their order, a value that was read as the one that was written.
 */
import { isMap, isRevokedProxy, isSet } from '../lib/kinds.js'
import { formOf } from '../lib/python-form.js'
import type { Form } from '../lib/python-form.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'

/** Deeper values are called unequal, and so are those that take more work than a session has nodes. */
const MAX_DEPTH = 500
/** Comparing so many characters is as much work as looking at one value. */
const TEXT_PER_NODE = SESSION_LIMITS.text / SESSION_LIMITS.nodes

/** Whether Python calls two values equal. One and the same object is, even where it holds a NaN. */
export function equalAsPython(left: unknown, right: unknown): boolean {
  return new Comparison().same(left, right)
}

/** Whether one of `values` is equal to `value`: one and the same is compared once, and all have one measure of work. */
export function hasEqual(values: readonly unknown[], value: unknown): boolean {
  const comparison = new Comparison()
  const others = distinct(values)
  return (
    others.some((other) => other === value) || others.some((other) => comparison.same(other, value))
  )
}

/**
 * The values without what stands there again. Numbers that were chosen for it are slow to find in a Set: of them only
 * those that follow each other are left out.
 */
function distinct(values: readonly unknown[]): unknown[] {
  const met = new Set<unknown>()
  return values.filter((value, at) => {
    if (isNumber(value)) return at === 0 || value !== values[at - 1]
    const isNew = !met.has(value)
    met.add(value)
    return isNew
  })
}

/** Kinds of forms that take longer to make than they are long. */
const SLOW: readonly string[] = ['number', 'range']

class Comparison {
  #left: number = SESSION_LIMITS.nodes
  #depth = 0
  /** Slow forms of objects. */
  readonly #known = new Map<object, Form>()
  /** That of the latest int: one is compared with many. */
  #latestInt: { readonly value: bigint; readonly form: Form } | undefined

  same(one: unknown, other: unknown): boolean {
    if (isText(one) && isText(other)) return this.#sameText(one, other)
    if (one === other) return true
    if (typeof one !== 'object' && typeof one === typeof other) return false
    if (isNumber(one) && isNumber(other)) return isSameNumber(one, other)
    if (!isObject(one) && !isObject(other)) return false
    if (isRevokedProxy(one) || isRevokedProxy(other)) return false
    if (this.#left < 0 || this.#depth >= MAX_DEPTH) return false
    this.#depth++
    const form = this.#formOf(one, other)
    const result =
      form === undefined ? saysEqual(one, other) : this.#sameForm(form, this.#formOf(other, one))
    this.#depth--
    return result
  }

  #sameText(one: string, other: string): boolean {
    if (one.length !== other.length) return false
    this.#left -= one.length / TEXT_PER_NODE
    return this.#left >= 0 && one === other
  }

  /** The form of a value, whose size is work. */
  #formOf(value: unknown, other: unknown): Form {
    const form = isObject(value) ? this.#formOfObject(value, other) : this.#formOfPlain(value)
    this.#left -= 1 + (form === undefined ? 0 : sizeOf(form))
    return form
  }

  #formOfObject(value: object, other: unknown): Form {
    const form = this.#known.get(value) ?? formOf(value, other)
    if (form !== undefined && SLOW.includes(form[0])) this.#known.set(value, form)
    return form
  }

  #formOfPlain(value: unknown): Form {
    if (typeof value !== 'bigint') return formOf(value, undefined)
    if (this.#latestInt?.value !== value)
      this.#latestInt = { value, form: formOf(value, undefined) }
    return this.#latestInt.form
  }

  #sameForm([kind, parts]: NonNullable<Form>, other: Form): boolean {
    if (other === undefined) return false
    const [otherKind, others] = other
    if (isMap(parts) && isMap(others)) return this.#sameDict(kind, parts, otherKind, others)
    if (kind !== otherKind) return false
    if (isSet(parts) && isSet(others)) return this.#sameSet(parts, others)
    return Array.isArray(parts) && Array.isArray(others) && this.#sameItems(parts, others)
  }

  #sameItems(one: readonly unknown[], other: readonly unknown[]): boolean {
    return one.length === other.length && one.every((item, at) => this.same(item, other[at]))
  }

  #sameDict(kind: string, one: Dict, otherKind: string, other: Dict): boolean {
    // Since Python 3.10 what a Counter does not have is counted 0 times.
    if (kind === 'Counter' && otherKind === kind) {
      return this.#hasEntries(one, other, 0) && this.#hasEntries(other, one, 0)
    }
    if (one.size !== other.size) return false
    const isOrdered = kind === 'OrderedDict' && otherKind === kind
    if (isOrdered && !this.#sameItems([...one.keys()], [...other.keys()])) return false
    return this.#hasEntries(one, other)
  }

  /** Whether `other` has the entries of `one`; `missing` is the value of a key that it has not. */
  #hasEntries(one: Dict, other: Dict, missing?: unknown): boolean {
    const find = this.#finder(other.keys())
    return [...one].every(([key, value]) => {
      const found = find(key)
      return this.same(value, found === undefined ? missing : other.get(found.key))
    })
  }

  #sameSet(one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): boolean {
    if (one.size !== other.size) return false
    const find = this.#finder(other.values())
    return [...one].every((member) => find(member) !== undefined)
  }

  /** Finds keys by Python's equality: among those alike by their first part, as a hash would tell. */
  #finder(keys: Iterable<unknown>): (key: unknown) => { key: unknown } | undefined {
    const alike = new Map<string, { key: unknown }[]>()
    for (const key of keys) {
      const hash = this.#hashOf(key)
      const known = alike.get(hash)
      if (known === undefined) alike.set(hash, [{ key }])
      else known.push({ key })
    }
    return (key) => alike.get(this.#hashOf(key))?.find((found) => this.same(key, found.key))
  }

  /** A text that equal values share. */
  #hashOf(value: unknown): string {
    const [kind, parts] = this.#formOf(value, undefined) ?? []
    const first: unknown = Array.isArray(parts) ? parts[0] : undefined
    return isText(first) ? `${kind} ${first}` : String(kind)
  }
}

type Dict = ReadonlyMap<unknown, unknown>

const isText = (value: unknown): value is string => typeof value === 'string'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isNumber = (value: unknown): value is number | bigint | boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'

// oxlint-disable-next-line eqeqeq -- of numbers it is Python's
const isSameNumber = (one: unknown, other: unknown): boolean => one == other

/** How many parts there are; text counts by its length. */
function sizeOf([, parts]: NonNullable<Form>): number {
  if (!Array.isArray(parts)) return (parts as Dict).size
  const [first]: unknown[] = parts
  return parts.length + (isText(first) ? first.length / TEXT_PER_NODE : 0)
}

/** An object of an application's class may know what it equals. */
function saysEqual(one: unknown, other: unknown): boolean {
  const { equals } = (one ?? {}) as { equals?: unknown }
  return typeof equals === 'function' && equals.call(one, other) === true
}
