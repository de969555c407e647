/** The table of `docs/stores.md`: what four processes make of their sessions. */

export interface Figures {
  readonly counted: unknown
  readonly lost: number
  readonly revived: number
  readonly calls: number
  readonly unavailable: number
  readonly others: readonly string[]
  readonly answered: number
  readonly half: number
}

/** Titles of columns, by what the test calls them. */
export const COLUMNS: Readonly<Record<string, string>> = {
  SQLite: 'SQLite',
  PostgreSQL: 'PostgreSQL',
  Redis: 'Redis',
  'express-session': 'express-session, connect-redis',
}

const ROWS: Readonly<Record<string, (figures: Partial<Figures>) => unknown>> = {
  '1,000 increments of one counter: it says': ({ counted }) => counted,
  '1,000 writers of different keys: lost': ({ lost }) => lost,
  '500 sign-outs that race writes: revived': ({ revived }) => revived,
  '100,000 made-up cookies: calls of the store': ({ calls }) => calls,
  'the server killed: requests that got a `StoreUnavailable`': ({ unavailable }) => unavailable,
  'the server killed: requests that got another error': ({ others }) => others?.length,
  'the server killed: answered as if saved, and not saved': ({ answered }) => answered,
  'killed: sessions half of one write': ({ half }) => half,
}

const BEGIN = '<!-- The table: npm run docs:stores -->'
const END = '<!-- End of the table -->'

/** Puts the table into a page, in the place of the one that it has. */
export function withTable(page: string, figures: ReadonlyMap<string, Partial<Figures>>): string {
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (after === undefined) throw new Error(`The page has no lines ${BEGIN} and ${END}`)
  return `${before}${BEGIN}\n\n${tableOf(figures)}\n\n${END}${after}`
}

function tableOf(figures: ReadonlyMap<string, Partial<Figures>>): string {
  const names = Object.keys(COLUMNS)
  const lines = [
    ['', ...Object.values(COLUMNS)],
    ['---', ...names.map(() => '---:')],
    ...Object.entries(ROWS).map(([title, figureOf]) => [
      title,
      ...names.map((name) => textOf(figureOf(figures.get(name) ?? {}))),
    ]),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A file has no server that could be killed. */
const textOf = (figure: unknown): string =>
  typeof figure === 'number' ? figure.toLocaleString('en') : '–'
