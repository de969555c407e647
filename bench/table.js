/** Sections as cells of text, and cells as a table. */

/** @import { Column, Row, Section } from './section.js' */

/** How many decimals a figure has, by its unit. */
const DECIMALS = { ns: 2, µs: 2, '×': 2, 'req/s': 0, B: 0, ms: 1, '': 3 }
/** From here on there are none: three digits say enough. */
const LARGE = 100

/** @type {(figure: number | undefined, unit: Column['unit']) => string} */
export function cell(figure, unit) {
  if (figure === undefined) return ''
  const text = figure.toFixed(figure >= LARGE ? 0 : DECIMALS[unit])
  return unit === '' || unit === '×' ? text : `${text} ${unit}`
}

/**
 * The cells of a section: a line of titles, then one for each row.
 *
 * @param {Section} section
 */
export function cellsOf({ columns, rows }) {
  /** @param {Row} row */
  const line = ({ name, figures }) => [
    name,
    ...columns.map(({ key, unit }) => cell(figures[key], unit)),
  ]
  return [['', ...columns.map(({ title }) => title)], ...rows.map(line)]
}

/**
 * How wide each column of a table is: as wide as its widest cell.
 *
 * @param {readonly (readonly string[])[]} lines
 */
export function widthsOf(lines) {
  const [first = []] = lines
  return first.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
}

/**
 * The lines of a table: names to the left, figures to the right.
 *
 * @param {readonly (readonly string[])[]} lines
 */
export function alignTable(lines) {
  const widths = widthsOf(lines)
  return lines.map((line) =>
    line
      .map((text, column) => {
        const width = widths[column] ?? 0
        return column === 0 ? text.padEnd(width) : text.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
