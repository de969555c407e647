/** Prints sections and targets on the terminal. */
import { styleText } from 'node:util'
import { alignTable, cellsOf } from './table.js'
import { targetCells } from './targets.js'

/** @import { Section } from './section.js' */

/** @type {(style: 'bold' | 'dim' | 'red' | 'green', text: string) => string} */
const styled = (style, text) => (process.stdout.isTTY ? styleText(style, text) : text)

/** @param {Section} section */
export function printSection(section) {
  const [titles = '', ...rows] = alignTable(cellsOf(section))
  console.log(`\n${styled('bold', section.title)}`)
  for (const note of section.notes) console.log(styled('dim', note))
  console.log(`\n${styled('dim', titles)}`)
  for (const row of rows) console.log(row)
}

/** @param {readonly Section[]} sections */
export function printTargets(sections) {
  const cells = targetCells(sections)
  if (cells.length === 0) return
  const lines = alignTable(cells.map(([what = '', asked = '', met = '']) => [what, asked, met]))
  console.log(`\n${styled('bold', 'Targets')}\n`)
  for (const [index, line] of lines.entries()) {
    const [, , met, figures] = cells[index] ?? []
    console.log(`${styled(met === 'met' ? 'green' : 'red', line)}  ${figures}`)
  }
  const missed = cells.filter(([, , met]) => met !== 'met').length
  console.log(`\n${cells.length - missed} of ${cells.length} targets are met.`)
}
