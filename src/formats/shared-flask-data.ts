/**
 * Where Flask and Flask-WTF keep in a session what the library keeps under keys of its own:
 *
 *     _flashes    = list of (category, message): flash messages of all queues, the oldest first
 *     csrf_token  = the token of Flask-WTF, as text
 *     _permanent  = whether the browser keeps the cookie when it is closed
 *
 * The queue '' is the category 'message'. What is of another shape stays where it is.
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

const queueOfCategory = (category: string): string => (category === CATEGORY ? '' : category)

/** A session's data as Flask has them, in the library's own places. */
export interface FlaskData {
  readonly data: Data
  readonly persistent: boolean
  /** The flash messages of all queues, in their order. */
  readonly flashes: FlaskFlashes | undefined
}

type Flash = readonly [category: string, message: unknown]

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
    if (key === FLASHES && flashes !== undefined) addQueues(data, value as PyTuple[])
    else if (key === csrfKey && isToken) data.set(CSRF_KEY, value)
    else if (key !== PERMANENT || value !== true) data.set(key, value)
  }
  copyFloatNotes(wire, data)
  return { data, persistent: wire.get(PERMANENT) === true, flashes }
}

/** `undefined` where there are none, or not as Flask keeps them. */
function flashesIn(wire: ReadonlyMap<unknown, unknown>): FlaskFlashes | undefined {
  const list = wire.get(FLASHES)
  if (!Array.isArray(list) || list instanceof PyTuple || list.length === 0) return undefined
  const areAll = list.every(
    (item) => isFlash(item) && !wire.has(flashKey(queueOfCategory(item[0]))),
  )
  return areAll
    ? new FlaskFlashes(list.map(([category, message]) => [category, message]))
    : undefined
}

/** No queue stands for an empty category: '' is that of another one. */
const isFlash = (item: unknown): item is Flash =>
  item instanceof PyTuple && item.length === 2 && typeof item[0] === 'string' && item[0] !== ''

function addQueues(data: Data, flashes: readonly PyTuple[]): void {
  for (const flash of flashes) {
    const [category, message] = flash as unknown as Flash
    const key = flashKey(queueOfCategory(category))
    const queue = (data.get(key) ?? []) as unknown[]
    if (isNotedFloat(flash, 1, message as number)) noteFloat(queue, queue.length, message as number)
    queue.push(message)
    data.set(key, queue)
  }
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
  queueOf(key) !== undefined && Array.isArray(value) && !(value instanceof PyTuple)

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

/** The messages of all queues, behind what stands in their place already. */
function placedFlashes(data: ReadonlyMap<unknown, unknown>, order?: FlaskFlashes): unknown {
  const flashes = allFlashes(data, order)
  const there = data.get(FLASHES)
  if (flashes.length === 0 || there === undefined) return flashes.length > 0 ? flashes : there
  if (!Array.isArray(there) || there instanceof PyTuple) {
    const problem = 'is no list, where Flask keeps flash messages; delete it first'
    throw new CartoucheError('BAD_VALUE', problem, { path: FLASHES })
  }
  const all = [...(there as unknown[]), ...flashes]
  copyFloatNotes(there, all)
  return all
}

/** Those that were read are in their order; those that are new come behind them, queue by queue. */
function allFlashes(data: ReadonlyMap<unknown, unknown>, order?: FlaskFlashes): PyTuple[] {
  const left = [...data].flatMap(([key, value]) =>
    isQueue(key, value) ? flashesOf(key, value) : [],
  )
  const old = (order?.inOrder ?? []).flatMap((flash) => {
    const at = left.findIndex(([category]) => category === flash[0])
    return at >= 0 && Object.is(left[at]![1], flash[1]) ? left.splice(at, 1) : []
  })
  return [...old, ...left].map(([category, , written]) => PyTuple.of<unknown>(category, written))
}

/** The message as it is, and as it is written: a float stays one. */
function flashesOf(
  key: unknown,
  queue: readonly unknown[],
): [category: string, message: unknown, written: unknown][] {
  const category = queueOf(key) || CATEGORY
  return queue.map((message, at) => {
    const isFloat = isNotedFloat(queue, at, message as number)
    return [category, message, isFloat ? new PyFloat(message as number) : message]
  })
}
