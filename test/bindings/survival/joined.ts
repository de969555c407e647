/** The bindings that are asked whether they can end a process: their faults, and their ways to handle errors. */
import { expressFaults } from './faults/express.mjs'
import { fastifyFaults, hijacked } from './faults/fastify.mjs'
import { h31Faults } from './faults/h3-1.mjs'
import { h3Faults } from './faults/h3.mjs'
import { koaFaultNames, pastKoa } from './faults/koa.mjs'
import { nodeFaults } from './faults/node.mjs'
import { webFaults } from './faults/web.mjs'

/** A way to handle errors. */
export interface Mode {
  /** Whether it is the application that answers. */
  readonly isOwnPage: boolean
  /** The status with which a check is answered that is refused. */
  readonly refusal: 400 | 500
  /** Whether the error is passed on to the platform, past the session. */
  readonly isPassedOn?: true
}

const OWN: Mode = { isOwnPage: true, refusal: 400 }
/** The answer is that of the binding, or of its framework. */
const PLAIN: Mode = { isOwnPage: false, refusal: 400 }
/** The error handling fails too. */
const FAILS: Mode = { isOwnPage: false, refusal: 500 }
/** The error goes on to the platform, past the session. */
const HANDED_ON: Mode = { ...PLAIN, isPassedOn: true }
const FAILURE_HANDED_ON: Mode = { ...FAILS, isPassedOn: true }

export interface Survivor {
  readonly modes: Readonly<Record<string, Mode>>
  /** By their names. */
  readonly faults: readonly string[]
  /** Whether handlers answer by a `Response`. */
  readonly isWeb: boolean
  /** Whether the application's error handling does not hear of a fault. */
  readonly isPast?: (fault: string, mode: string) => boolean
  /** Faults of two errors, where which of them is answered is not told. */
  readonly twice?: readonly string[]
  /** Faults after which another route is looked for. */
  readonly goesOn?: readonly string[]
  /** What has no meaning in a framework, with the reason: faults, and the names of tests. */
  readonly without?: Readonly<Record<string, string>>
}

const node = { faults: Object.keys(nodeFaults), isWeb: false } as const
const web = { faults: Object.keys(webFaults), isWeb: true } as const

const EXPRESS: Survivor = {
  ...node,
  modes: {
    own: OWN,
    late: OWN,
    pooled: OWN,
    'status first': OWN,
    none: PLAIN,
    throws: FAILS,
    exceptions: OWN,
  },
  faults: [...node.faults, ...Object.keys(expressFaults)],
  // Express is behind its error handlers where no route was found.
  isPast: (fault) => fault === 'no route',
  twice: ['end and throw'],
  goesOn: ['an answer and next()'],
}

const FASTIFY: Survivor = {
  ...node,
  modes: {
    own: OWN,
    late: OWN,
    pooled: OWN,
    'status first': OWN,
    none: PLAIN,
    throws: FAILS,
    rejects: FAILS,
  },
  faults: [...node.faults, ...Object.keys(fastifyFaults), ...hijacked],
  isPast: (fault) => hijacked.includes(fault),
  twice: ['end and throw', 'a payload and an error'],
}

const BY_RESPONSES: Survivor = { ...web, modes: { own: OWN, late: OWN, none: PLAIN } }

export const JOINED = {
  node: {
    ...node,
    modes: {
      own: OWN,
      late: OWN,
      pooled: OWN,
      'status first': OWN,
      none: PLAIN,
      throws: FAILS,
      rejects: FAILS,
      nothing: FAILS,
    },
  },
  express: EXPRESS,
  'express-4': EXPRESS,
  koa: {
    ...node,
    modes: { own: OWN, 'own onerror': OWN, late: OWN, none: PLAIN, throws: FAILS },
    faults: koaFaultNames,
    // Its middleware is done where a head is written.
    isPast: (fault, mode) => mode !== 'own onerror' && pastKoa.includes(fault),
  },
  fastify: FASTIFY,
  fetch: {
    ...web,
    modes: {
      own: OWN,
      late: OWN,
      none: HANDED_ON,
      throws: FAILS,
      rejects: FAILS,
      nothing: FAILS,
    },
  },
  hono: {
    ...web,
    modes: { ...BY_RESPONSES.modes, throws: FAILURE_HANDED_ON, rejects: FAILURE_HANDED_ON },
  },
  elysia: {
    ...web,
    modes: { ...BY_RESPONSES.modes, throws: FAILURE_HANDED_ON, rejects: FAILURE_HANDED_ON },
    without: { 'no response': 'To Elysia that is an empty answer.' },
  },
  h3: {
    ...web,
    modes: { ...BY_RESPONSES.modes, throws: FAILS, rejects: FAILS, nothing: PLAIN },
    faults: [...web.faults, ...Object.keys(h3Faults)],
    without: { 'no response': 'To h3 that is an empty answer.' },
  },
  'h3-1': {
    ...node,
    modes: { own: OWN, late: OWN, 'status first': OWN, none: PLAIN, nothing: PLAIN },
    faults: [...node.faults, ...Object.keys(h31Faults)],
  },
  'react-router': {
    ...web,
    modes: {
      ...BY_RESPONSES.modes,
      throws: FAILS,
      rejects: FAILS,
      'failing handleError': HANDED_ON,
    },
  },
} satisfies Record<string, Survivor>
