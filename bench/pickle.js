/**
 * How fast sessions are unpickled and pickled, as ratios to what else a JavaScript program could use:
 * pickleparser for reading, JSON for reading and writing. See `--help`.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { dumps, loads } from 'cartouche/pickle'
import { Parser } from 'pickleparser'
import { measure, median } from './measure.js'
import { SESSIONS } from './sessions.js'
import { printRatios } from './table.js'

const HELP = `usage: node bench/pickle.js [--rounds N] [--json FILE]

Reads and writes session pickles of three sizes and prints how long that takes, and how much longer
than JSON and than pickleparser. All run in turn, round after round; each figure is the median over
the rounds, also the ratios, which compare what ran in the same round.

  --rounds N    rounds (default 41); more are steadier
  --json FILE   write the figures there too
  --help        print this`

const PROTOCOLS = /** @type {const} */ ([5, 2])

/**
 * One row of the result.
 *
 * @typedef {object} Row
 * @property {'decode' | 'encode'} task
 * @property {string} session
 * @property {number} protocol
 * @property {number} bytes the length of the pickle
 * @property {number} nanoseconds what cartouche takes
 * @property {Record<string, number>} ratios how many times as long as each of the others that is
 */

/** @typedef {Omit<Row, 'nanoseconds' | 'ratios'> & { tasks: Record<string, () => unknown> }} Case */

/** @type {(session: (typeof SESSIONS)[number], protocol: 2 | 5) => Case[]} */
function casesOf({ name: session, triple, json }, protocol) {
  const pickle = dumps(triple, { protocol })
  const text = JSON.stringify(json)
  const common = { session, protocol, bytes: pickle.length }
  return [
    {
      ...common,
      task: 'decode',
      tasks: {
        cartouche: () => loads(pickle, { dicts: 'auto' }),
        pickleparser: () => new Parser().parse(pickle),
        JSON: () => JSON.parse(text),
      },
    },
    {
      ...common,
      task: 'encode',
      tasks: {
        cartouche: () => dumps(triple, { protocol }),
        JSON: () => JSON.stringify(json),
      },
    },
  ]
}

/** @type {(given: Case, times: Record<string, number[]>) => Row} */
function rowOf({ tasks: _, ...row }, { cartouche = [], ...others }) {
  const ratios = Object.entries(others).map(([name, theirs]) => [
    name,
    median(cartouche.map((time, round) => time / (theirs[round] ?? NaN))),
  ])
  return { ...row, nanoseconds: median(cartouche), ratios: Object.fromEntries(ratios) }
}

/** @param {number} rounds */
function run(rounds) {
  const cases = PROTOCOLS.flatMap((protocol) =>
    SESSIONS.flatMap((session) => casesOf(session, protocol)),
  )
  const times = measure(
    cases.map(({ tasks }) => tasks),
    rounds,
  )
  return cases.map((given, index) => rowOf(given, times[index] ?? {}))
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '41' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help) console.log(HELP)
else {
  const rows = run(Number(values.rounds))
  printRatios(rows)
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`)
  }
}
