/** Writes the results into a page, between two marks. */
import { cellsOf, widthsOf } from './table.js'
import { targetCells } from './targets.js'

/** @import { Section } from './section.js' */
/** @import { Machine } from './machine.js' */

const START = '<!-- results -->'
const END = '<!-- /results -->'

/**
 * The page with the results between its marks, in place of what was there.
 *
 * @param {string} page
 * @param {readonly Section[]} sections
 * @param {Machine} machine
 */
export function withResults(page, sections, machine) {
  const [start, end] = [page.indexOf(START), page.indexOf(END)]
  if (start < 0 || end < start) {
    throw new Error(`the page has no place for the results: ${START} and, below it, ${END}`)
  }
  return `${page.slice(0, start + START.length)}\n\n${resultsOf(sections, machine)}\n\n${page.slice(end)}`
}

/** @param {readonly Section[]} sections @param {Machine} machine */
function resultsOf(sections, { cpu, cores, node, date, rounds }) {
  const targets = [['target', '', '', 'measured'], ...targetCells(sections)]
  return [
    `${date}: Node ${node}, ${cpu}, ${cores} cores; ${rounds} rounds.`,
    ...sections.flatMap(sectionLines),
    '### Targets',
    tableOf(targets, ['left', 'left', 'left', 'left']),
  ].join('\n\n')
}

/** @param {Section} section */
function sectionLines(section) {
  const cells = cellsOf(section)
  const aligned = cells[0]?.map((_, column) => (column === 0 ? 'left' : 'right')) ?? []
  return [
    `### ${section.title}`,
    section.notes.map((note) => `- ${note}`).join('\n'),
    tableOf(cells, aligned),
  ]
}

/**
 * As the formatter wants it.
 *
 * @param {readonly (readonly string[])[]} lines
 * @param {readonly ('left' | 'right')[]} aligned
 */
function tableOf([titles = [], ...rows], aligned) {
  const widths = widthsOf([titles, ...rows]).map((width) => Math.max(width, 3))
  /** @param {readonly string[]} cells */
  const line = (cells) =>
    `| ${cells
      .map((text, column) =>
        aligned[column] === 'left'
          ? text.padEnd(widths[column] ?? 0)
          : text.padStart(widths[column] ?? 0),
      )
      .join(' | ')} |`
  const rule = widths.map((width, column) =>
    aligned[column] === 'left' ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  )
  return [line(titles), line(rule), ...rows.map(line)].join('\n')
}
