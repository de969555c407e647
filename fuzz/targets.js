/** What is done with each input: a target is a function of bytes that throws Failure. */
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
}
