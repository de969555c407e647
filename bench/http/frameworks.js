/** The table of one framework: what each library adds to its requests. */
import { median, quartiles } from '../measure.js'
import { REASONS } from '../reasons.js'
import { measureFramework } from './rounds.js'
import { BASELINE, VARIANTS } from './variants.js'

/** @import { Column, Goal, Row, Section } from '../section.js' */
/** @import { Pair } from './rounds.js' */

/** @type {readonly Column[]} */
const COLUMNS = [
  { key: 'cpu', title: 'processor time', unit: 'µs' },
  { key: 'added', title: 'of it added', unit: 'µs' },
  { key: 'low', title: 'in half of the rounds from', unit: 'µs' },
  { key: 'high', title: 'to', unit: 'µs' },
  { key: 'share', title: '÷ cookie-session, reissued', unit: '×' },
]

const NOTES = [
  'A server process for each library. Its requests come over 10 connections in its own memory, so that neither the kernel nor a client is measured; all take turns, 200 requests at a time, each right after as many without a session.',
  "Processor time is the process's per request, with that of V8's own threads, which collect the garbage. What is added: the median of its ratios to the time without a session, less one, times that time.",
  'A session holds 1 KB and a counter. Our cookies and those of cookie-session carry it; express-session keeps it in its memory store, and its cookie is an id.',
  'SHA-1 hex is unencryptedCookieSessionFactoryConfig(secret), SHA-512 JSON is signedCookieSessionFactory(secret). Both reissue the cookie of a session that is read; the second does not with reissueTime: null. Sealed and signed are cookieSessionFactory() over the formats of these names, with a reissueTime of a second, or of half a day.',
  'A fixed Set-Cookie: no more than response.setHeader() of a line as long as that of a sealed session.',
  'cookie-session, with keys, sends the cookie only when the session has changed, and serializes a session that was read to find out. Read and reissued: the request also sets nowInMinutes, with which its README has the cookie sent anew once a minute, here by every request.',
  'express-session, with resave: false and saveUninitialized: false, loads every session and renews its time in the store. Read and reissued: with rolling: true. Written: its cookie stays as it is, so none is sent.',
]

const OURS = [
  'cartouche, sealed',
  'cartouche, signed',
  'cartouche, SHA-1 hex',
  'cartouche, SHA-512 JSON',
]

/** @typedef {'node:http' | 'Express'} Framework */

const REISSUED = 'cookie-session: read and reissued'

/**
 * What ours is compared with when it reads and reissues, and how much of its time ours may take. The last does less: it
 * sends no cookie.
 *
 * @type {readonly { rival: string, variant: string, targets: Partial<Record<Framework, number>>, why: string }[]}
 */
const RIVALS = [
  {
    rival: 'cookie-session',
    variant: REISSUED,
    targets: { 'node:http': 0.15, Express: 0.4 },
    why: REASONS.server,
  },
  {
    rival: 'express-session',
    variant: 'express-session: read and reissued',
    targets: { 'node:http': 0.2, Express: 0.4 },
    why: REASONS.server,
  },
  {
    rival: 'cookie-session, which does not reissue',
    variant: 'cookie-session: read, not reissued',
    targets: { Express: 1 },
    why: REASONS.noCookie,
  },
]

/**
 * @param {Framework} framework
 * @param {number} rounds
 * @param {() => void} done is called after each step
 * @returns {Promise<Section>}
 */
export async function compareOn(framework, rounds, done) {
  const times = await measureFramework(framework, VARIANTS, rounds, { done })
  const cpu = median([...times.values()].flat().map(({ baseline }) => baseline))
  const rows = withShares(VARIANTS.map(({ name }) => rowOf(name, times.get(name) ?? [], cpu)))
  return {
    id: `http-${framework.toLowerCase().replace(/\W/g, '-')}`,
    title: `What a session adds to a request, ${framework}`,
    notes: framework === 'node:http' ? NOTES : ['Measured as on node:http.'],
    columns: COLUMNS,
    rows: [{ name: BASELINE.name, figures: { cpu } }, ...rows],
    goals: RIVALS.flatMap((rival) => goalsOf(framework, rival, rows)),
  }
}

/** @type {(name: string, pairs: readonly Pair[], cpu: number) => Row} */
function rowOf(name, pairs, cpu) {
  const added = pairs.map(({ variant, baseline }) => (variant / baseline - 1) * cpu)
  const [low = NaN, high = NaN] = quartiles(added)
  const figures = { cpu: median(pairs.map(({ variant }) => variant)), added: median(added) }
  return { name, figures: { ...figures, low, high } }
}

/** @param {readonly Row[]} rows */
function withShares(rows) {
  const others = addedBy(REISSUED, rows)
  return rows.map(({ name, figures }) => ({
    name,
    figures: { ...figures, share: (figures['added'] ?? NaN) / others },
  }))
}

/** @type {(variant: string, rows: readonly Row[]) => number} */
const addedBy = (variant, rows) =>
  rows.find(({ name }) => name === variant)?.figures['added'] ?? NaN

/** @type {(framework: Framework, rival: (typeof RIVALS)[number], rows: readonly Row[]) => Goal[]} */
function goalsOf(framework, { rival, variant, targets, why }, rows) {
  const target = targets[framework]
  if (target === undefined) return []
  return OURS.map((ours) => ({
    what: `${framework}, session read and reissued: processor time added ÷ ${rival}`,
    at: ours.replace('cartouche, ', ''),
    measured: addedBy(`${ours}: read and reissued`, rows) / addedBy(variant, rows),
    relation: '≤',
    target,
    why,
  }))
}
