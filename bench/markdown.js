/** Tables as Markdown, and pages that have a place for what was measured. */
import { widthsOf } from './table.js'

/**
 * The page with a text between its marks, `<!-- name -->` and `<!-- /name -->`, in place of what was there.
 *
 * @param {string} page
 * @param {string} name
 * @param {string} text
 */
export function fillPlace(page, name, text) {
  const marks = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start = -1, end = -1] = marks.map((mark) => page.indexOf(mark))
  if (start < 0 || end < start) {
    throw new Error(`the page has no place for the ${name}: ${marks.join(' and, below it, ')}`)
  }
  return `${page.slice(0, start)}${marks[0]}\n\n${text}\n\n${page.slice(end)}`
}

/**
 * As the formatter wants it.
 *
 * @param {readonly (readonly string[])[]} lines the titles, and the rows
 * @param {(column: number) => 'left' | 'right'} alignedAt
 */
export function tableOf([titles = [], ...rows], alignedAt) {
  const widths = widthsOf([titles, ...rows]).map((width) => Math.max(width, 3))
  /** @type {(text: string, column: number) => string} */
  const padded = (text, column) =>
    alignedAt(column) === 'left'
      ? text.padEnd(widths[column] ?? 0)
      : text.padStart(widths[column] ?? 0)
  /** @param {readonly string[]} cells */
  const line = (cells) => `| ${cells.map(padded).join(' | ')} |`
  const rule = widths.map((width, column) =>
    alignedAt(column) === 'left' ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  )
  return [line(titles), line(rule), ...rows.map(line)].join('\n')
}

/** Names to the left, figures to the right. @param {number} column */
export const figuresToTheRight = (column) => (column === 0 ? 'left' : 'right')
