/** The smoke run: whether reading and writing sessions lost speed. See `--help`. */
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { median } from './measure.js'
import { readBaseline, writeBaseline } from './smoke/baseline.js'
import { bestOf, combine, lossesOf, TOLERANCE } from './smoke/compare.js'

/** @import { Ratios } from './smoke/compare.js' */

const HELP = `usage: node bench/smoke.js [--write] [--baseline FILE] [--slower N]

Measures how many times as long as the native calls below them reading and writing a session take, and what
one adds to a request next to cookie-session, and fails when that is more than ${TOLERANCE * 100} % above the baseline for this version of Node. A busy machine may take
a few attempts.

  --write          writes the baseline
  --baseline FILE  where it is (default bench/baseline.json)
  --slower N       reads and writes N times, in the server too, to see the run fail
  --help           print this`

/** How often it is measured, at most, before a loss is believed. */
const ATTEMPTS = 3
/** How often it is measured to write the baseline. */
const REPEATS = 3

/**
 * Each time in a process of its own: what V8 makes of the code differs from one to the next.
 *
 * @param {string} slower
 * @returns {Promise<Ratios>}
 */
async function measureOnce(slower) {
  const child = new URL('smoke/child.js', import.meta.url).pathname
  return JSON.parse((await promisify(execFile)(process.execPath, [child, slower])).stdout)
}

/** @type {(baseline: Ratios, slower: string) => Promise<string[]>} */
async function findLosses(baseline, slower) {
  /** @type {Ratios[]} */
  const measured = []
  /** @type {string[]} */
  let losses = []
  do {
    measured.push(await measureOnce(slower))
    losses = lossesOf(bestOf(measured), baseline)
  } while (losses.length > 0 && measured.length < ATTEMPTS)
  for (const [name, ratio] of Object.entries(bestOf(measured))) {
    console.log(`${name}: ${ratio.toFixed(2)} times the floor, baseline ${baseline[name]}`)
  }
  return losses
}

/** @param {string} slower */
async function measureBaseline(slower) {
  /** @type {Ratios[]} */
  const measured = []
  while (measured.length < REPEATS) measured.push(await measureOnce(slower))
  return combine(measured, median)
}

async function main() {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean', default: false },
      baseline: { type: 'string' },
      slower: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(HELP)
  const file = values.baseline ?? new URL('baseline.json', import.meta.url)
  if (values.write) return writeBaseline(file, await measureBaseline(values.slower))
  const baseline = readBaseline(file)
  if (baseline === undefined) {
    console.log(
      `NOT COMPARED: there is no baseline for Node ${process.version}. --write makes one.`,
    )
    return
  }
  const losses = await findLosses(baseline, values.slower)
  for (const loss of losses) console.error(`SLOWER: ${loss}`)
  if (losses.length > 0) process.exitCode = 1
}

await main()
