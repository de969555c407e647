/** The column of speeds in the README. */
import { cell } from './table.js'

/** @import { Section } from './section.js' */

/** The factory that a row of the README begins with, and its row in the table of libraries. */
const ROWS = {
  'sealedCookieSessionFactory(keys)': 'cartouche: sealed',
  'cookieSessionFactory(signedFormat(keys))': 'cartouche: signed',
  'signedCookieSessionFactory(secret)': 'cartouche: SHA-512, JSON',
  'unencryptedCookieSessionFactoryConfig(secret)': 'cartouche: SHA-1 hex, pickle',
}
/** Where the speed stands in a row that is split at its bars. */
const COLUMN = 6

/** @type {(readme: string, sections: readonly Section[]) => string} */
export function withSpeeds(readme, sections) {
  const rows = sections.find(({ id }) => id === 'libraries')?.rows ?? []
  return readme
    .split('\n')
    .map((line) => {
      const [, name] = Object.entries(ROWS).find(([key]) => line.startsWith(`| \`${key}\``)) ?? []
      const row = rows.find((one) => one.name === name)
      return row === undefined ? line : withCell(line, cell(row.figures['read 1 KB'], '×'))
    })
    .join('\n')
}

/** @type {(line: string, text: string) => string} */
const withCell = (line, text) => line.split('|').with(COLUMN, ` ${text} `).join('|')
