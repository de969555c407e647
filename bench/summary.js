/** What a user wants to know, in one table and three sentences: what a session adds to a request. */
import { figuresToTheRight, tableOf } from './markdown.js'
import { cell } from './table.js'

/** @import { Run, Section } from './section.js' */

const LIBRARIES = [
  'cartouche, sealed',
  'cartouche, signed',
  'cartouche, SHA-512 JSON',
  'cartouche, SHA-1 hex',
  'cookie-session',
  'express-session',
]

/** @typedef {'µs' | 'B'} Unit */

const READ = 'read, not reissued'
const REISSUED = 'read and reissued'

/** @type {readonly { title: string, section: string, action: string, unit: Unit }[]} */
const COLUMNS = [
  { title: 'node:http: read', section: 'http-node-http', action: READ, unit: 'µs' },
  { title: 'sent anew', section: 'http-node-http', action: REISSUED, unit: 'µs' },
  { title: 'changed', section: 'http-node-http', action: 'written', unit: 'µs' },
  { title: 'Express: read', section: 'http-express', action: READ, unit: 'µs' },
  { title: 'sent anew', section: 'http-express', action: REISSUED, unit: 'µs' },
  { title: 'garbage: read', section: 'garbage', action: READ, unit: 'B' },
  { title: 'sent anew', section: 'garbage', action: REISSUED, unit: 'B' },
]

/** @param {Run} run */
export function summaryOf({ sections, node, cpu, date }) {
  return [
    `What a session of 1 KB adds to a request: processor time of the server, and garbage (Node ${node}, ${cpu}, ${date}).`,
    tableOf([['', ...COLUMNS.map(({ title }) => title)], ...rowsOf(sections)], figuresToTheRight),
    [inCookies(sections), untouched(sections), inRedis(sections)].filter(Boolean).join(' '),
  ].join('\n\n')
}

/** @param {readonly Section[]} sections */
function rowsOf(sections) {
  return LIBRARIES.map((library) => [
    library,
    ...COLUMNS.map(({ section, action, unit }) =>
      cell(figureOf(sections, section, `${library}: ${action}`), unit),
    ),
  ])
}

/** @type {(sections: readonly Section[], id: string, row: string) => number | undefined} */
const figureOf = (sections, id, row) =>
  sections.find((section) => section.id === id)?.rows.find(({ name }) => name === row)?.figures[
    'added'
  ]

/** @param {readonly Section[]} sections */
function inCookies(sections) {
  const [sealed, signed, theirs, stored] = [
    'cartouche, sealed',
    'cartouche, signed',
    'cookie-session',
    'express-session',
  ].map((library) => cell(figureOf(sections, 'http-node-http', `${library}: ${REISSUED}`), 'µs'))
  return `A session that is read and sent anew adds ${sealed} to a request of node:http where it is sealed and ${signed} where it is signed; cookie-session's adds ${theirs}, and that of express-session, which stays in the memory of the server, ${stored}.`
}

/** @param {readonly Section[]} sections */
function untouched(sections) {
  const [ours, theirs] = ['cartouche', 'cookie-session'].map((library) =>
    cell(figureOf(sections, 'untouched', `node:http: ${library}`), 'µs'),
  )
  return `One that no handler asks for adds ${ours}; cookie-session's ${theirs}.`
}

/** Where the machine has no Redis, nothing is said of it. @param {readonly Section[]} sections */
function inRedis(sections) {
  const [read, touch, write] = ['read', 'touch', 'write'].map((action) =>
    goalOf(sections, `Express, Redis, ${action}: time added ÷ that of connect-redis`),
  )
  if (read === undefined) return ''
  return `In Redis ours take as many round trips as connect-redis, and add ${cell(read, '×')} times as much to a request of Express that reads, ${cell(touch, '×')} to one that has the time of its use noted and ${cell(write, '×')} to one that changes something.`
}

/** @type {(sections: readonly Section[], what: string) => number | undefined} */
const goalOf = (sections, what) =>
  sections.flatMap(({ goals }) => goals).find((goal) => goal.what === what)?.measured
