/** The targets of all sections, and whether they are met. */

/** @import { Goal, Run, Section } from './section.js' */

/**
 * Goals of the same words in one: what is asked for, and the figure at each of the sizes.
 *
 * @typedef {object} Target
 * @property {string} what
 * @property {string} asked such as '≥ 1.6'
 * @property {Goal[]} goals
 */

/** @param {Goal} goal */
export function isMet({ measured, relation, target }) {
  return relation === '≥' ? measured >= target : measured <= target
}

/** @param {readonly Section[]} sections @returns {Target[]} */
export function targetsOf(sections) {
  /** @type {Map<string, Target>} */
  const targets = new Map()
  for (const goal of sections.flatMap(({ goals }) => goals)) {
    const asked = `${goal.relation} ${goal.target}`
    const key = `${goal.what} ${asked}`
    const target = targets.get(key) ?? { what: goal.what, asked, goals: [] }
    target.goals.push(goal)
    targets.set(key, target)
  }
  return [...targets.values()]
}

/** @param {Target} target */
const metOrMissed = ({ goals }) => (goals.every(isMet) ? 'met' : 'missed')

/**
 * The figures of a target: each with the size it belongs to, and marked when it misses.
 *
 * @param {Target} target
 */
export function figuresOf({ goals }) {
  return goals
    .map((goal) => {
      const figure = [goal.at, numberOf(goal.measured)].filter(Boolean).join(' ')
      return isMet(goal) ? figure : `${figure} missed`
    })
    .join(', ')
}

/** @param {number} measured */
function numberOf(measured) {
  return measured >= 100 ? measured.toFixed(0) : measured.toPrecision(3)
}

/**
 * The targets as cells: what, what is asked, whether it is met, the figures.
 *
 * @param {readonly Section[]} sections
 */
export function targetCells(sections) {
  return targetsOf(sections).map((target) => [
    target.what,
    target.asked,
    metOrMissed(target),
    figuresOf(target),
  ])
}

/**
 * The targets of several runs side by side: what, what is asked, which of the reasons holds it back, and a column for each
 * run. Those of the first run count.
 *
 * @param {readonly Run[]} runs
 */
export function targetsOfRuns(runs) {
  const others = runs.map(({ sections }) => targetsOf(sections))
  const reasons = reasonsOf(runs)
  return (others[0] ?? []).map((target) => {
    const same = others.map((all) =>
      all.find(({ what, asked }) => what === target.what && asked === target.asked),
    )
    const missed = same.flatMap((one) => one?.goals ?? []).find((goal) => !isMet(goal))
    const reason = missed === undefined ? '' : String(reasons.indexOf(missed.why) + 1)
    const cells = same.map((one) => one && `${metOrMissed(one)}: ${figuresOf(one)}`)
    return [target.what, target.asked, reason, ...cells.map((cell = '') => cell)]
  })
}

/**
 * What holds the missed ones back, each reason once.
 *
 * @param {readonly Run[]} runs
 */
export function reasonsOf(runs) {
  const goals = runs.flatMap(({ sections }) => sections).flatMap((section) => section.goals)
  return [...new Set(goals.filter((goal) => !isMet(goal)).map(({ why }) => why))]
}
