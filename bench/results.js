/** The full results: the targets, what holds those back that are missed, and every table, of every Node. */
import { figuresToTheRight, tableOf } from './markdown.js'
import { cellsOf } from './table.js'
import { reasonsOf, targetsOfRuns } from './targets.js'

/** @import { Run, Section } from './section.js' */

/** @param {Run} run */
const nameOf = ({ node }) => `Node ${node.split('.')[0]}`

/**
 * @param {readonly [Run, ...Run[]]} runs the first is the one whose targets count
 */
export function resultsOf(runs) {
  const [first] = runs
  const titles = ['target', '', 'reason', ...runs.map(nameOf)]
  return [
    `${first.date}: ${first.cpu}, ${first.cores} cores. ${runs.map(runLine).join('; ')}.`,
    '### Targets',
    `Those of ${nameOf(first)} count. The numbers of the reasons lead to the list below.`,
    tableOf([titles, ...targetsOfRuns(runs)], () => 'left'),
    '### Why some are missed',
    reasonsOf(runs)
      .map((reason, index) => `${index + 1}. ${reason}`)
      .join('\n'),
    ...first.sections.flatMap((section) => sectionLines(section, runs)),
  ].join('\n\n')
}

/** @param {Run} run */
const runLine = ({ node, rounds }) => `Node ${node}: ${rounds} rounds`

/** @type {(section: Section, runs: readonly Run[]) => string[]} */
function sectionLines(section, runs) {
  const measured = section.isOfAnyNode ? runs.slice(0, 1) : runs
  const tables = measured.flatMap((run) => {
    const same = run.sections.find(({ id }) => id === section.id)
    return same === undefined ? [] : [`${nameOf(run)}:`, tableOf(cellsOf(same), figuresToTheRight)]
  })
  return [
    `### ${section.title}`,
    section.notes.map((note) => `- ${note}`).join('\n'),
    ...(section.isOfAnyNode ? tables.slice(1) : tables),
  ]
}
