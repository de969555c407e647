/**
 * Where Flask and Flask-WTF keep in a session what the library keeps under keys of its own:
 *
 *     _flashes    = list of (category, message): flash messages of all queues, the oldest first
 *     csrf_token  = the token of Flask-WTF, as text
 *     _permanent  = whether the browser keeps the cookie when it is closed
 *
 * The queue '' is the category 'message'. What is of another shape, or has the category '', stays where it is.
 *
 * Source: `flask.flash`, `flask.sessions.SessionMixin`, `flask_wtf.csrf.generate_csrf`.
 */
import { CartoucheError } from '../errors.js'
import { copyFloatNotes, isNotedFloat, noteFloat } from '../lib/hints.js'
import { PyFloat } from '../lib/py-float.js'
import { CSRF_KEY, flashKey, queueOf } from '../lib/session-keys.js'
import { PyTuple } from '../serializers/tagged-json.js'
import { refuse, refusePlace } from './shared-places.js'

type Data = Map<unknown, unknown>

const FLASHES = '_flashes'
const PERMANENT = '_permanent'
const CATEGORY = 'message'

export const queueOfCategory = (category: string): string => (category === CATEGORY ? '' : category)

/** A session's data as Flask has them, in the library's own places. */
export interface FlaskData {
  readonly data: Data
  readonly persistent: boolean
  /** The flash messages of all queues, in their order. */
  readonly flashes: FlaskFlashes | undefined
}

/** Of no category is what stands among them and is no message of a queue. */
type Flash = readonly [category: string | undefined, message: unknown]

/** A class, so that it is told from what other formats keep in a record. */
export class FlaskFlashes {
  readonly inOrder: readonly Flash[]

  constructor(inOrder: readonly Flash[]) {
    this.inOrder = inOrder
  }
}

/** Whether Flask's own stand under a key. */
export const isFlaskKey = (key: unknown): boolean => key === FLASHES || key === PERMANENT

/** @param csrfKey under which Flask-WTF keeps its token */
export function fromFlask(wire: Data, csrfKey: string): FlaskData {
  const data: Data = new Map()
  const isToken = typeof wire.get(csrfKey) === 'string' && !wire.has(CSRF_KEY)
  const flashes = flashesIn(wire)
  for (const [key, value] of wire) {
    if (key === FLASHES && flashes !== undefined) addFlashes(data, value as unknown[], flashes)
    else if (key === csrfKey && isToken) data.set(CSRF_KEY, value)
    else if (key !== PERMANENT || value !== true) data.set(key, value)
  }
  copyFloatNotes(wire, data)
  return { data, persistent: wire.get(PERMANENT) === true, flashes }
}

/** `undefined` where there are none. */
function flashesIn(wire: ReadonlyMap<unknown, unknown>): FlaskFlashes | undefined {
  const list = wire.get(FLASHES)
  if (!isList(list)) return undefined
  const inOrder = list.map((item): Flash => (isFlash(item, wire) ? item : [undefined, item]))
  return inOrder.some(([category]) => category !== undefined)
    ? new FlaskFlashes(inOrder)
    : undefined
}

const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && !(value instanceof PyTuple)

/** No queue stands for an empty category: '' is that of another one. */
const isFlash = (
  item: unknown,
  wire: ReadonlyMap<unknown, unknown>,
): item is PyTuple & readonly [category: string, message: unknown] =>
  item instanceof PyTuple &&
  item.length === 2 &&
  typeof item[0] === 'string' &&
  item[0] !== '' &&
  !wire.has(flashKey(queueOfCategory(item[0])))

/** The messages go to their queues; what is none stays in its place. */
function addFlashes(data: Data, items: readonly unknown[], { inOrder }: FlaskFlashes): void {
  for (const [at, [category, message]] of inOrder.entries()) {
    const isOther = category === undefined
    const key = isOther ? FLASHES : flashKey(queueOfCategory(category))
    const [container, slot] = isOther ? [items, at] : [items[at] as PyTuple, 1]
    append(data, key, message, isNotedFloat(container, slot, message as number))
  }
}

function append(data: Data, key: string, item: unknown, isFloat: boolean): void {
  const list = (data.get(key) ?? []) as unknown[]
  if (isFloat) noteFloat(list, list.length, item as number)
  list.push(item)
  data.set(key, list)
}

/**
 * The data as Flask has them.
 *
 * @param order of the flash messages that were read
 * @throws {CartoucheError} `BAD_VALUE` where something else stands in one of Flask's places
 */
export function toFlask(
  data: ReadonlyMap<unknown, unknown>,
  persistent: boolean,
  csrfKey: string,
  order?: FlaskFlashes,
): Data {
  checkPlaces(data, persistent, csrfKey)
  const wire: Data = new Map(persistent ? [[PERMANENT, true]] : [])
  const flashes = placedFlashes(data, order)
  for (const [key, value] of data) {
    if (key === FLASHES || isQueue(key, value)) {
      if (flashes !== undefined) wire.set(FLASHES, flashes)
    } else wire.set(key === CSRF_KEY ? csrfKey : key, value)
  }
  copyFloatNotes(data, wire)
  return wire
}

const isQueue = (key: unknown, value: unknown): value is readonly unknown[] =>
  queueOf(key) !== undefined && isList(value)

function checkPlaces(
  data: ReadonlyMap<unknown, unknown>,
  persistent: boolean,
  csrfKey: string,
): void {
  const isToken = data.has(csrfKey) && (data.has(CSRF_KEY) || typeof data.get(csrfKey) === 'string')
  if (isToken) refusePlace(csrfKey)
  if (flashesIn(data) !== undefined) refusePlace(FLASHES)
  if (data.has(PERMANENT) && (persistent || data.get(PERMANENT) === true)) {
    refuse(PERMANENT, 'this key is Flask’s: set session.persistent')
  }
}

/** The messages of all queues, with what stands in their place already. */
function placedFlashes(data: ReadonlyMap<unknown, unknown>, order?: FlaskFlashes): unknown {
  const there = data.get(FLASHES)
  const messages = [...data].flatMap(([key, value]) =>
    isQueue(key, value) ? flashesOf(queueOf(key) || CATEGORY, value) : [],
  )
  if (messages.length === 0) return there
  if (there === undefined) return inOrderOf(messages, order)
  if (isList(there)) return inOrderOf([...flashesOf(undefined, there), ...messages], order)
  const problem = 'is no list, where Flask keeps flash messages; delete it first'
  throw new CartoucheError('BAD_VALUE', problem, { path: FLASHES })
}

/** A flash, and its message as it is written: a float stays one. */
type WrittenFlash = readonly [...Flash, written: unknown]

/** Those that were read are in their order; those that are new come behind them, queue by queue. */
function inOrderOf(flashes: readonly WrittenFlash[], order?: FlaskFlashes): unknown[] {
  const left = new Set(flashes)
  const queues = new Map<unknown, WrittenFlash[]>()
  for (const flash of flashes.toReversed()) {
    const queue = queues.get(flash[0]) ?? []
    queue.push(flash)
    queues.set(flash[0], queue)
  }
  const old = (order?.inOrder ?? []).flatMap(([category, message]) => {
    const first = queues.get(category)?.at(-1)
    if (first === undefined || !Object.is(first[1], message)) return []
    left.delete(queues.get(category)!.pop()!)
    return [first]
  })
  return [...old, ...left].map(([category, , written]) =>
    category === undefined ? written : PyTuple.of<unknown>(category, written),
  )
}

function flashesOf(category: string | undefined, list: readonly unknown[]): WrittenFlash[] {
  return list.map((message, at) => {
    const isFloat = isNotedFloat(list, at, message as number)
    return [category, message, isFloat ? new PyFloat(message as number) : message]
  })
}
