/** How long it takes to import each entry point, in a fresh process. */
import { median, ratio } from '../measure.js'
import { REASONS } from '../reasons.js'
import { MAIN, RIVALS } from './packages.js'
import { runNode } from './run-node.js'

/** @import { Section } from '../section.js' */

/** A fresh process takes longer than what it measures: one round for so many that the runner asks for. */
const SHARE = 3

const EMPTY = 'an empty module'
const MODERN = 'the sealed factory and cartouche/node'
/** Nothing that is imported takes longer than this one. */
const LIKE = 'iron-session'
/** What applications import first. */
const OURS = ['', '/node', '/express', '/fetch', '/pickle'].map((path) => `${MAIN}${path}`)

/** What is imported, by what its row is called. */
const MODULES = {
  [EMPTY]: './empty.js',
  ...Object.fromEntries(['node:crypto', ...OURS].map((name) => [name, name])),
  [MODERN]: './sealed.js',
  ...Object.fromEntries(RIVALS.map((name) => [name, name])),
}

/** @param {number} rounds */
const roundsOf = (rounds) => Math.ceil(rounds / SHARE)

/**
 * How many steps {@link measureImports} takes.
 *
 * @param {number} rounds
 */
export const importSteps = (rounds) => Object.keys(MODULES).length * roundsOf(rounds)

/**
 * @param {number} rounds
 * @param {() => void} done is called after each step
 * @returns {Promise<Section>}
 */
export async function measureImports(rounds, done) {
  const times = await timesOf(roundsOf(rounds), done)
  const empty = times[EMPTY] ?? []
  return {
    id: 'import',
    title: 'Import time',
    notes: [
      'Each module is imported by a process of its own, in turn; the median, and the median of what it takes more than an empty module in the same round. node:crypto is a part of most of them.',
    ],
    columns: [
      { key: 'time', title: 'import', unit: 'ms' },
      { key: 'added', title: `less ${EMPTY}`, unit: 'ms' },
    ],
    rows: Object.entries(times).map(([name, taken]) => {
      const added = taken.map((time, round) => time - (empty[round] ?? NaN))
      return { name, figures: { time: median(taken), added: median(added) } }
    }),
    goals: [MAIN, MODERN].map((name) => ({
      what: `import: time ÷ that of ${LIKE}`,
      at: name,
      measured: ratio(times[name], times[LIKE]),
      relation: '≤',
      target: 1,
      why: REASONS.importing,
    })),
  }
}

/** @type {(rounds: number, done: () => void) => Promise<Record<string, number[]>>} */
async function timesOf(rounds, done) {
  /** @type {Record<string, number[]>} */
  const times = {}
  const file = new URL('import-child.js', import.meta.url)
  for (let round = 0; round < rounds; round++) {
    for (const [name, module] of Object.entries(MODULES)) {
      const taken = await runNode(file, { args: [module] })
      times[name] = [...(times[name] ?? []), taken]
      done()
    }
  }
  return times
}
