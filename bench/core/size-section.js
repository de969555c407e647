/** What a session costs by its size: it must grow in a straight line. */
import { median } from '../measure.js'
import { REASONS } from '../reasons.js'
import { FORMATS } from './formats.js'
import { fitLine } from './line.js'
import { cookieHeader } from './subject.js'

/** @import { Tasks, Times } from '../measure.js' */
/** @import { Column, Goal, Row, Section } from '../section.js' */
/** @import { State } from '../sessions.js' */

const MEASURED = FORMATS.filter(({ id }) => id === 'hex' || id === 'sha512')
const OPERATIONS = /** @type {const} */ (['read', 'write'])
/** How many sizes, from an empty session to a full cookie. */
const STEPS = 8
/** The characters of a full cookie's value. */
const FULL = 4000
/** How straight the line has to be: r². */
const TARGET = 0.99

/** @type {(length: number) => State} */
const stateOf = (length) => ({
  items: Array.from({ length }, (_, index) => ({
    sku: `BK-${10_417 + index * 31}`,
    quantity: 1 + (index % 3),
    price: 12.5 + index * 3.45,
  })),
})

/** @typedef {{ characters: number, read: () => unknown, write: () => unknown }} Step */

/** @param {(typeof FORMATS)[number]} format @returns {Step[]} */
function stepsOf({ prepare }) {
  /** @type {(items: number) => Step} */
  const step = (items) => {
    const { write, read } = /** @type {import('./subject.js').Prepared} */ (prepare(stateOf(items)))
    const header = cookieHeader(/** @type {string} */ (write()))
    return { characters: header.length - 'session='.length, read: () => read(header), write }
  }
  let most = 0
  while (step(most + 1).characters <= FULL) most++
  return Array.from({ length: STEPS }, (_, index) => step(Math.round((index * most) / (STEPS - 1))))
}

/** @type {(operation: string, format: string) => string} */
const groupName = (operation, format) => `by size, ${operation}, ${format}`

/** @returns {Record<string, Tasks>} */
export function sizeGroups() {
  return Object.fromEntries(
    MEASURED.flatMap((format) => {
      const steps = stepsOf(format)
      return OPERATIONS.map((operation) => [
        groupName(operation, format.id),
        Object.fromEntries(steps.map((step) => [step.characters, step[operation]])),
      ])
    }),
  )
}

/** @type {readonly Column[]} */
const COLUMNS = [
  { key: 'from', title: 'from', unit: 'B' },
  { key: 'to', title: 'to', unit: 'B' },
  { key: 'start', title: 'fixed cost', unit: 'ns' },
  { key: 'slope', title: 'for each byte', unit: 'ns' },
  { key: 'fit', title: 'r²', unit: '' },
]

/** @param {Record<string, Times>} times @returns {Section} */
export function sizeSection(times) {
  const rows = MEASURED.flatMap((format) =>
    OPERATIONS.map((operation) =>
      rowOf(`${operation}, ${format.name}`, times[groupName(operation, format.id)] ?? {}),
    ),
  )
  return {
    id: 'size',
    title: 'Time by the length of the cookie',
    notes: [`A straight line through ${STEPS} lengths, from an empty session to a full cookie.`],
    columns: COLUMNS,
    rows,
    goals: rows.map(goalOf),
  }
}

/** @type {(name: string, times: Times) => Row} */
function rowOf(name, times) {
  const points = Object.entries(times)
    .map(([characters, measured]) => /** @type {const} */ ([Number(characters), median(measured)]))
    .toSorted(([a], [b]) => a - b)
  const all = points.map(([characters, time]) => [`ns at ${characters} B`, time])
  return {
    name,
    figures: {
      from: points[0]?.[0] ?? NaN,
      to: points.at(-1)?.[0] ?? NaN,
      ...fitLine(points),
      ...Object.fromEntries(all),
    },
  }
}

/** @param {Row} row @returns {Goal} */
function goalOf({ name, figures }) {
  return {
    what: `by size, ${name}: r² of a straight line`,
    measured: figures['fit'] ?? NaN,
    relation: '≥',
    target: TARGET,
    why: REASONS.straight,
  }
}
