/**
 * What every part of the benchmark hands over, to be printed, charted and kept as JSON.
 *
 * A figure is never an absolute claim: what a part measures it measures next to what it is compared
 * with, in the same run, and keeps as the median of the rounds' ratios.
 */

/**
 * A column of figures.
 *
 * @typedef {object} Column
 * @property {string} key under which the rows keep the figure
 * @property {string} title
 * @property {'ns' | 'µs' | '×' | 'req/s' | 'B' | 'ms' | ''} unit
 */

/**
 * What was measured: its name, and the figures by the keys of the columns. A figure that does not
 * apply is left out; one that no column has is for the JSON alone.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {Readonly<Record<string, number>>} figures
 */

/**
 * A target, and whether it is met.
 *
 * @typedef {object} Goal
 * @property {string} what in words, such as 'write, SHA-1 hex: times as fast as cookie-session'
 * @property {string} [at] what distinguishes it from others of the same words, such as '1 KB'
 * @property {number} measured
 * @property {'≥' | '≤'} relation
 * @property {number} target
 * @property {string} why what holds it back where it is missed: said once for all that have it in common
 */

/**
 * One table.
 *
 * @typedef {object} Section
 * @property {string} id
 * @property {string} title
 * @property {readonly string[]} notes what the reader must know of how it was measured
 * @property {readonly Column[]} columns
 * @property {readonly Row[]} rows
 * @property {readonly Goal[]} goals
 * @property {true} [isOfAnyNode] where it does not depend on the version of Node
 */

/**
 * What one run of the benchmark writes as JSON.
 *
 * @typedef {import('./machine.js').Machine & { sections: readonly Section[] }} Run
 */

/**
 * A part of the benchmark.
 *
 * @typedef {object} Part
 * @property {string} name as `--only` takes it
 * @property {(options: { rounds: number, progress: (done: number, total: number) => void }) => Section[] | Promise<Section[]>} run
 */

/** The parts, by name, in the order in which they run. */
export const PARTS = /** @type {const} */ ([
  'core',
  'cpython',
  'pickle',
  'tricks',
  'http',
  'resources',
  'stores',
])
