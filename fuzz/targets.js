/** What is done with each input: a target is a function of bytes that throws Failure. */
import { inspect } from 'node:util'
import { PickleSerializer, baseCookieSessionFactory } from 'cartouche'
import { OPCODES, PyPersistentId, dumps, explain, loads } from 'cartouche/pickle'
import { Failure } from './checks.js'
import { disassemble } from './mutate.js'

/** @import { LoadOptions } from 'cartouche/pickle' */
/** @import { Checker } from './checks.js' */
/** @typedef {(bytes: Uint8Array, checker: Checker) => void} Target */

const PROTOCOLS = /** @type {const} */ ([0, 1, 2, 3, 4, 5])

/** @type {(id: unknown) => PyPersistentId} */
const persistentLoad = (id) => new PyPersistentId(id)

/** @type {Readonly<Record<string, () => LoadOptions>>} */
const OPTIONS = {
  map: () => ({}),
  auto: () => ({ dicts: 'auto' }),
  object: () => ({ dicts: 'object', persistentLoad }),
  plain: () => ({ registry: null }),
  py2str: () => ({ dicts: 'auto', py2str: 'keep', persistentLoad }),
  old: () => ({ dicts: 'auto', py2str: 'auto', persistentLoad }),
  exact: () => ({ exact: true }),
  wrap: () => ({
    floats: 'wrap',
    py2str: 'bytes',
    buffers: [new Uint8Array(3), new Uint8Array(2)],
  }),
  limits: () => ({ dicts: 'auto', limits: { keys: 40, keysPerDict: 10, depth: 5, stack: 50 } }),
}

/** Whatever comes, `loads` returns a value or throws PickleError. @type {Target} */
function loadsTarget(bytes, checker) {
  for (const [name, options] of Object.entries(OPTIONS)) {
    checker.run(`loads (${name})`, () => loads(bytes, options()))
  }
}

/** As text, in protocol 0, a pickle is several times as long. */
const DUMPS_FACTOR = 5

const NAMING = new Set(
  OPCODES.filter(({ name }) => /GLOBAL|INST|EXT/.test(name)).map(({ byte }) => byte),
)

/**
 * Whether a pickle names no class. Placeholders are written in other words up to protocol 3, and names
 * that Python 2 and 3 have for different things mean another thing there.
 *
 * @param {Uint8Array} bytes
 */
const namesNothing = (bytes) =>
  disassemble(Buffer.from(bytes)).every((piece) => !NAMING.has(piece[0] ?? 0))

/**
 * What was read can be written, read again, and written again as the very same bytes.
 *
 * @param {string} name
 * @returns {Target}
 */
function dumpsTarget(name) {
  /** @param {Uint8Array} bytes */
  const read = (bytes) => loads(bytes, /** @type {() => LoadOptions} */ (OPTIONS[name])())
  return (bytes, checker) => {
    const value = checker.run(`loads (${name})`, () => read(bytes))
    if (value === undefined) return
    const isPlain = namesNothing(bytes)
    for (const protocol of PROTOCOLS) {
      const what = `dumps (${name}, protocol ${protocol})`
      const written = checker.run(what, () => dumps(value, { protocol }), DUMPS_FACTOR)
      if (written === undefined) continue
      if (!isPlain && protocol < 4) continue
      const again = reread(what, () => read(written))
      if (again === undefined) continue
      const rewritten = checker.run(what, () => dumps(again, { protocol }), DUMPS_FACTOR)
      if (rewritten === undefined || Buffer.compare(written, rewritten) !== 0) {
        const [first, second] = [hexOf(written), hexOf(rewritten ?? new Uint8Array())]
        throw new Failure('result', `${what} is not stable:\n${first}\n${second}`)
      }
    }
  }
}

/**
 * Reads what we wrote, which only a limit may prevent.
 *
 * @param {string} what
 * @param {() => unknown} read
 */
function reread(what, read) {
  try {
    return read()
  } catch (error) {
    if (/** @type {{ code?: unknown }} */ (error).code === 'LIMIT') return undefined
    throw new Failure('result', `${what} cannot be read: ${String(error)}`, error)
  }
}

/** @param {Uint8Array} bytes */
const hexOf = (bytes) => Buffer.from(bytes).toString('hex').slice(0, 400)

/** A line for each instruction, up to 10,000, with a preview of a value in each. */
const EXPLAIN_FACTOR = 20

/** Whatever comes, `explain` has something to say. @type {Target} */
function explainTarget(bytes, checker) {
  const lines = checker.run('explain', () => explain(bytes), EXPLAIN_FACTOR)
  if (lines === undefined || lines.length === 0) throw new Failure('result', 'explain is silent')
}

// ---- sessions

const factory = baseCookieSessionFactory(new PickleSerializer(), { clock: () => 2 })

/** The head and the tail of a pickle of `(1, 1, …)`. */
const [HEAD, TAIL] = [Buffer.from('\x80\x02K\x01K\x01', 'latin1'), Buffer.from('\x87.', 'latin1')]

/**
 * A session with such data is opened, changed and committed. @type {Target}
 */
function sessionTarget(bytes, checker) {
  const end = bytes.lastIndexOf(STOP)
  const pickle = Buffer.concat([HEAD, bytes.subarray(0, end < 0 ? bytes.length : end), TAIL])
  const value = pickle.toString('latin1')
  checker.run('open and commit', () => {
    const { session, commit } = factory.open({ value })
    session.set('fuzz', 1)
    return commit()
  })
}

const STOP = 0x2e

// ---- values of our classes

/** As many of them are looked at. */
const MOST_SHOWN = 20

/** JSON and printing of whatever is no plain array or Map. @type {Target} */
function shownTarget(bytes, checker) {
  const value = checker.run('loads', () => loads(bytes, { persistentLoad }))
  for (const own of ownValues(value)) {
    checker.run('toJSON', () => jsonOf(own))
    checker.run('inspect', () => inspect(own), SHOWN_FACTOR)
    if (!Array.isArray(own)) checker.run('toString', () => String(own))
  }
}

/** `inspect` of Node takes its time for a hundred items. */
const SHOWN_FACTOR = 10

/** @param {object} value */
function jsonOf(value) {
  try {
    return JSON.stringify(value)
  } catch (error) {
    // JSON knows no bigint.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/**
 * The outermost values inside a value that make their own JSON.
 *
 * @param {unknown} root
 */
function ownValues(root) {
  /** @type {Set<unknown>} */
  const met = new Set()
  /** @type {object[]} */
  const own = []
  const pending = [root]
  while (pending.length > 0 && own.length < MOST_SHOWN) {
    const value = pending.pop()
    if (typeof value !== 'object' || value === null || met.has(value)) continue
    met.add(value)
    if ('toJSON' in value) own.push(value)
    else if (value instanceof Map) for (const pair of value) pending.push(...pair)
    else if (Array.isArray(value) || value instanceof Set)
      for (const item of value) pending.push(item)
  }
  return own
}

/** @type {Readonly<Record<string, Target>>} */
export const TARGETS = {
  loads: loadsTarget,
  ...Object.fromEntries(
    ['map', 'auto', 'plain', 'py2str', 'old', 'exact'].map((name) => [
      `dumps-${name}`,
      dumpsTarget(name),
    ]),
  ),
  explain: explainTarget,
  session: sessionTarget,
  shown: shownTarget,
}
