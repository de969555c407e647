/**
 * How fast sessions are unpickled and pickled, as ratios to what else a JavaScript program could use:
 * pickleparser for reading, JSON for reading and writing. See `--help`.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { dumps, loads } from 'cartouche/pickle'
import { Parser } from 'pickleparser'
import { medians } from './measure.js'
import { SESSIONS } from './sessions.js'
import { printRatios } from './table.js'

const HELP = `usage: node bench/pickle.js [--rounds N] [--json FILE]

Reads and writes session pickles of three sizes and prints how long that takes, and how much longer
than JSON and than pickleparser. Each figure is the median over interleaved rounds.

  --rounds N    rounds (default 41); more are steadier
  --json FILE   write the figures there too
  --help        print this`

const PROTOCOLS = /** @type {const} */ ([5, 2])

/**
 * One row of the result: what cartouche and the others need, in nanoseconds.
 *
 * @typedef {object} Row
 * @property {'decode' | 'encode'} task
 * @property {string} session
 * @property {number} protocol
 * @property {number} bytes the length of the pickle
 * @property {Record<string, number>} times
 */

/** @typedef {Omit<Row, 'times'> & { tasks: Record<string, () => unknown> }} Case */

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

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '41' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  console.log(HELP)
} else {
  const cases = PROTOCOLS.flatMap((protocol) =>
    SESSIONS.flatMap((session) => casesOf(session, protocol)),
  )
  const times = medians(
    cases.map(({ tasks }) => tasks),
    Number(values.rounds),
  )
  /** @type {Row[]} */
  const rows = cases.map(({ tasks: _, ...row }, index) => ({ ...row, times: times[index] ?? {} }))
  printRatios(rows)
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`)
  }
}
