/** Draws the libraries side by side, as SVG. */
import { cell } from './table.js'

/** @import { Machine } from './machine.js' */
/** @import { Row, Section } from './section.js' */

/** The section that is drawn, and its columns. */
const SECTION = 'libraries'
const PANELS = [
  { key: 'read 1 KB', title: 'Reading a session' },
  { key: 'write 1 KB', title: 'Writing a session' },
]

/** In pixels of a drawing that scales. */
const LAYOUT = {
  margin: 16,
  names: 236,
  panel: 226,
  gap: 66,
  header: 66,
  row: 24,
  bar: 14,
  footer: 46,
}
const WIDTH = LAYOUT.margin * 2 + LAYOUT.names + PANELS.length * (LAYOUT.panel + LAYOUT.gap)

const STYLE = `
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 15px }
  .note { fill: #59636e; font-size: 12px }
  .ours { fill: #1a7f64 } .theirs { fill: #a5adb5 }
  .one { stroke: #59636e; stroke-dasharray: 3 3; opacity: 0.6 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .note { fill: #9198a1 }
    .ours { fill: #3fb68b } .theirs { fill: #656c76 }
    .one { stroke: #9198a1 }
  }`

/**
 * @param {readonly Section[]} sections
 * @param {Machine} machine
 */
export function drawChart(sections, machine) {
  const section = sections.find(({ id }) => id === SECTION)
  if (section === undefined) throw new Error(`there is no section ${SECTION} to draw`)
  // What the chart is for is a choice between libraries: the floors are none.
  const rows = section.rows.filter(({ name }) => !name.startsWith('floor'))
  const height = LAYOUT.header + rows.length * LAYOUT.row + LAYOUT.footer
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(section.title)}, sessions of 1 KB</title>`,
    `<desc id="desc">${escape(describe(rows))}</desc>`,
    `<style>${STYLE}\n</style>`,
    text(LAYOUT.margin, 22, `${section.title}, sessions of 1 KB`, 'title'),
    ...rows.map((row, index) => text(LAYOUT.margin, baseline(index), row.name)),
    ...PANELS.flatMap((panel, index) => drawPanel(panel, index, rows)),
    text(LAYOUT.margin, height - 16, noteOf(machine), 'note'),
    '</svg>',
  ].join('\n')}\n`
}

/** @type {(panel: (typeof PANELS)[number], index: number, rows: readonly Row[]) => string[]} */
function drawPanel({ key, title }, index, rows) {
  const left = LAYOUT.margin + LAYOUT.names + index * (LAYOUT.panel + LAYOUT.gap)
  const most = Math.max(1, ...rows.map(({ figures }) => figures[key] ?? 0))
  const scale = LAYOUT.panel / most
  const one = (left + scale).toFixed(1)
  const bottom = LAYOUT.header + rows.length * LAYOUT.row
  return [
    text(left, LAYOUT.header - 14, title),
    `<line class="one" x1="${one}" x2="${one}" y1="${LAYOUT.header}" y2="${bottom}"/>`,
    ...rows.flatMap(({ name, figures }, row) => {
      const figure = figures[key] ?? NaN
      const width = Math.max(1, figure * scale).toFixed(1)
      const top = LAYOUT.header + row * LAYOUT.row + (LAYOUT.row - LAYOUT.bar) / 2
      const end = left + Number(width) + 6
      return [
        `<rect class="${isOurs(name) ? 'ours' : 'theirs'}" x="${left}" y="${top}" width="${width}" height="${LAYOUT.bar}" rx="2"/>`,
        text(Number(end.toFixed(1)), baseline(row), `${cell(figure, '×')}×`, 'note'),
      ]
    }),
  ]
}

/** @param {number} row */
const baseline = (row) => LAYOUT.header + row * LAYOUT.row + LAYOUT.row / 2 + 4

/** @param {string} name */
const isOurs = (name) => name.startsWith('cartouche')

/** @param {Machine} machine */
const noteOf = ({ node, cpu, date }) =>
  `Longer is faster; the dashed line is 1×. Node ${node}, ${cpu}, ${date}. npm run bench`

/** @param {readonly Row[]} rows */
function describe(rows) {
  return rows
    .map(({ name, figures }) => {
      const parts = PANELS.map(({ key }) => `${key} ${cell(figures[key], '×')} times as fast`)
      return `${name}: ${parts.join(', ')}.`
    })
    .join(' ')
}

/** @type {(x: number, y: number, content: string, style?: string) => string} */
function text(x, y, content, style) {
  const attribute = style === undefined ? '' : ` class="${style}"`
  return `<text${attribute} x="${x}" y="${y}">${escape(content)}</text>`
}

/** @param {string} content */
const escape = (content) =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
