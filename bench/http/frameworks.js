/** The table of one framework: what each library adds to its requests. */
import { median } from '../measure.js'
import { measureFramework } from './rounds.js'
import { BASELINE, VARIANTS } from './variants.js'

/** @import { Column, Goal, Row, Section } from '../section.js' */
/** @import { Times } from './rounds.js' */

/** @type {readonly Column[]} */
const COLUMNS = [
  { key: 'rate', title: 'requests', unit: 'req/s' },
  { key: 'share', title: `÷ ${BASELINE.name}`, unit: '×' },
  { key: 'cpu', title: 'processor time', unit: 'µs' },
  { key: 'added', title: 'of it added', unit: 'µs' },
]

const NOTES = [
  'One server process for each library, one client process with 10 connections; all in turn, 800 requests at a time, each right after as many without a session.',
  "Processor time is the server's per request, the kernel's included. What is added: the median of its ratios to the time without a session, less one, times that time.",
  'The client works as hard as the server: where a request costs little, requests per second are the limit of the client.',
  'A session holds 1 KB and a counter. Our cookies and those of cookie-session carry it; express-session keeps it in its memory store, and its cookie is an id.',
  'SHA-1 hex is unencryptedCookieSessionFactoryConfig(secret), SHA-512 JSON is signedCookieSessionFactory(secret). Both reissue the cookie of a session that is read; the second does not with reissueTime: null.',
  'cookie-session, with keys, sends the cookie only when the session has changed, and serializes a session that was read to find out. Read and reissued: the request also sets nowInMinutes, with which its README has the cookie sent anew once a minute, here by every request.',
  'express-session, with resave: false and saveUninitialized: false, loads every session and renews its time in the store. Read and reissued: with rolling: true. Written: its cookie stays as it is, so none is sent.',
]

const OURS = ['cartouche, SHA-1 hex', 'cartouche, SHA-512 JSON']

/**
 * What ours is compared with when it reads and reissues. The first does less: it sends no cookie.
 *
 * @type {readonly (readonly [what: string, variant: string])[]}
 */
const RIVALS = [
  ['cookie-session, which does not reissue', 'cookie-session: read, not reissued'],
  ['cookie-session', 'cookie-session: read and reissued'],
  ['express-session', 'express-session: read and reissued'],
]

/**
 * @param {'node:http' | 'Express'} framework
 * @param {number} rounds
 * @param {() => void} done is called after each step
 * @returns {Promise<Section>}
 */
export async function compareOn(framework, rounds, done) {
  const times = await measureFramework(framework, rounds, done)
  const baseline = baselineOf(times)
  const rows = VARIANTS.map(({ name }) => rowOf(name, times, baseline))
  return {
    id: `http-${framework.toLowerCase().replace(/\W/g, '-')}`,
    title: `Requests over loopback, ${framework}`,
    notes: framework === 'node:http' ? NOTES : ['Measured as on node:http.'],
    columns: COLUMNS,
    rows: [{ name: BASELINE.name, figures: baseline }, ...rows],
    goals: framework === 'Express' ? goalsOf(rows) : [],
  }
}

/** @type {(times: Times) => { rate: number, cpu: number }} */
function baselineOf(times) {
  const slots = [...times.values()].flat().map(({ baseline }) => baseline)
  return { rate: median(slots.map(({ rate }) => rate)), cpu: median(slots.map(({ cpu }) => cpu)) }
}

/** @type {(name: string, times: Times, baseline: { cpu: number }) => Row} */
function rowOf(name, times, { cpu }) {
  const pairs = times.get(name) ?? []
  const growth = median(pairs.map(({ variant, baseline }) => variant.cpu / baseline.cpu)) - 1
  return {
    name,
    figures: {
      rate: median(pairs.map(({ variant }) => variant.rate)),
      share: median(pairs.map(({ variant, baseline }) => variant.rate / baseline.rate)),
      cpu: median(pairs.map(({ variant }) => variant.cpu)),
      added: growth * cpu,
    },
  }
}

/** @type {(rows: readonly Row[]) => Goal[]} */
function goalsOf(rows) {
  const added = new Map(rows.map(({ name, figures }) => [name, figures['added'] ?? NaN]))
  return RIVALS.flatMap(([rival, variant]) =>
    OURS.map((ours) => ({
      what: `Express, session read and reissued: processor time added ÷ ${rival}`,
      at: ours.replace('cartouche, ', ''),
      measured: (added.get(`${ours}: read and reissued`) ?? NaN) / (added.get(variant) ?? NaN),
      relation: /** @type {const} */ ('≤'),
      target: 1,
    })),
  )
}
