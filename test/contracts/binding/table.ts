/** The table of `docs/bindings.md`: bindings × behaviours. */
import { WITHOUT, has } from './behaviour.js'
import type { Behaviour, Traits } from './behaviour.js'
import { SUBJECTS } from './index.js'
import { JOINED } from './joined.js'

export { SUITE } from './index.js'

const BEGIN = '<!-- The table: npm run docs:bindings -->'
const END = '<!-- End of the table -->'

const bindings: Readonly<Record<string, Traits>> = JOINED
const behaviours = Object.values(SUBJECTS).flatMap((subject) => Object.entries(subject))

/** What must have passed before a table may say so: each binding with each sentence that holds for it. */
export function namesExpected(): string[] {
  return Object.entries(bindings).flatMap(([binding, traits]) =>
    behaviours
      .filter(([, { needs }]) => needs === undefined || has(traits, needs))
      .map(([sentence]) => `${binding}: ${sentence}`),
  )
}

/** Puts the table into a page, in the place of the one that it has. */
export function withTable(page: string): string {
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (after === undefined) throw new Error(`The page has no lines ${BEGIN} and ${END}`)
  return `${before}${BEGIN}\n\n${tableOf()}\n\n${END}${after}`
}

function tableOf(): string {
  const exceptions = exceptionsOf()
  const cells = (sentence: string, behaviour: Behaviour): string[] => [
    sentence,
    ...Object.values(bindings).map((traits) => cellOf(behaviour, traits, exceptions)),
  ]
  const rows = Object.entries(SUBJECTS).flatMap(([subject, behaviours]) => [
    [`**${subject}**`, ...Object.keys(bindings).map(() => '')],
    ...Object.entries(behaviours).map(([sentence, behaviour]) => cells(sentence, behaviour)),
  ])
  const reasons = exceptions.map((trait, at) => `${at + 1}. ${WITHOUT[trait]}`)
  return [...aligned([['', ...Object.keys(bindings)], ...rows]), '', ...reasons].join('\n')
}

/** The traits that something needs and a binding lacks, in the order of the table. */
function exceptionsOf(): (keyof Traits)[] {
  const needs = behaviours.flatMap(([, { needs }]) => needs ?? [])
  const lacked = (trait: keyof Traits): boolean =>
    Object.values(bindings).some((traits) => !has(traits, trait))
  return [...new Set(needs)].filter(lacked)
}

function cellOf({ needs }: Behaviour, traits: Traits, exceptions: (keyof Traits)[]): string {
  if (needs === undefined || has(traits, needs)) return '✓'
  return String(exceptions.indexOf(needs) + 1)
}

/** Rows as the formatter leaves them; the first column is text, the others are centred. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(3, ...rows.map((row) => row[at]!.length)))
  const lineOf = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]!) : centred(cell, widths[at]!))).join(' | ')} |`
  const rule = widths.map((width, at) =>
    at === 0 ? '-'.repeat(width) : `:${'-'.repeat(width - 2)}:`,
  )
  return [lineOf(rows[0]!), `| ${rule.join(' | ')} |`, ...rows.slice(1).map(lineOf)]
}

function centred(cell: string, width: number): string {
  const left = Math.floor((width - cell.length) / 2)
  return ' '.repeat(left) + cell.padEnd(width - left)
}
