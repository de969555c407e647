/** The table of the page: a row a question, a column a library. */
import { PEERS } from './peers.js'

/** Answers by question and library. */
type Answers = ReadonlyMap<string, ReadonlyMap<string, string>>

const BEGIN = '<!-- the table begins -->\n\n'
const END = '\n<!-- the table ends -->'

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** As GitHub and VitePress name a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** @param page where each question is explained under a heading of its own; the table's own page: `''` */
export function tableOf(answers: Answers, page: string): string {
  const names = PEERS.map(({ name }) => name)
  const lines = Array.from(answers, ([asks, answer]) =>
    row([`[${asks}](${page}#${anchorOf(asks)})`, ...names.map((name) => answer.get(name) ?? '')]),
  )
  return [row(['', ...names]), row(['', ...names].map(() => '---')), ...lines, ''].join('\n')
}

/** The table of a page, taken apart. */
export function tableIn(page: string): Answers {
  const [head, , ...lines] = between(page).trim().split('\n').map(cellsOf)
  const names = head?.slice(1) ?? []
  return new Map(
    lines.map(([link = '', ...cells]) => [
      /^\[(.*)\]/.exec(link)?.[1] ?? link,
      new Map(names.map((name, at) => [name, cells[at] ?? ''])),
    ]),
  )
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

const startIn = (page: string): number => page.indexOf(BEGIN) + BEGIN.length

const between = (page: string): string => page.slice(startIn(page), page.indexOf(END))

export function withTable(page: string, table: string): string {
  return page.slice(0, startIn(page)) + table + page.slice(page.indexOf(END))
}
