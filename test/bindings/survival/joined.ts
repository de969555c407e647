/** The bindings that are asked whether they can end a process: their faults, and their ways to handle errors. */
import { astroFaults } from './faults/astro.mjs'
import { elysiaFaults } from './faults/elysia.mjs'
import { expressFaults, expressReplies } from './faults/express.mjs'
import { fastifyFaults, fastifyReturns, hijacked } from './faults/fastify.mjs'
import { h31Faults } from './faults/h3-1.mjs'
import { h3Faults } from './faults/h3.mjs'
import { koaFaultNames, pastKoa } from './faults/koa.mjs'
import { nestFaults } from './faults/nestjs.mjs'
import { nextFaults } from './faults/next.mjs'
import { nodeFaults } from './faults/node.mjs'
import { sveltekitFaults } from './faults/sveltekit.mjs'
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

/** Not where a filter rejects: nobody waits for its promise, and the process ends. */
const NEST = {
  own: OWN,
  late: OWN,
  pooled: OWN,
  'status first': OWN,
  none: PLAIN,
  throws: FAILS,
}

const NOT_SENT =
  'A controller with @Res() sends nothing that it gives: the faults that begin with "given" are of those without.'

const BY_RESPONSES: Survivor = { ...web, modes: { own: OWN, late: OWN, none: PLAIN } }

const H3: Survivor = {
  ...web,
  modes: { ...BY_RESPONSES.modes, throws: FAILS, rejects: FAILS, nothing: PLAIN },
  faults: [...web.faults, ...Object.keys(h3Faults)],
  without: { 'no response': 'To h3 that is an empty answer.' },
}

const SVELTEKIT: Survivor = {
  ...web,
  modes: { ...BY_RESPONSES.modes, throws: FAILS, rejects: FAILS, nothing: FAILS },
  faults: [...web.faults, ...Object.keys(sveltekitFaults)],
  // SvelteKit answers what an endpoint throws before its hook `handle` hears of it.
  isPast: (fault) => ['throw', 'reject', 'no response'].includes(fault),
}

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
    faults: [...web.faults, ...Object.keys(elysiaFaults)],
    without: { 'no response': 'To Elysia that is an empty answer.' },
  },
  h3: H3,
  // Not where the error handling throws: nobody waits for what `toNodeListener` makes of it, and the process ends.
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
  // Nitro goes on to its own error handling.
  nitro: { ...H3, modes: { ...H3.modes, throws: PLAIN, rejects: PLAIN } },
  nuxt: {
    ...node,
    modes: {
      own: OWN,
      late: OWN,
      'status first': OWN,
      none: PLAIN,
      nothing: PLAIN,
      throws: PLAIN,
      rejects: PLAIN,
    },
    faults: [...node.faults, ...Object.keys(h31Faults)],
  },
  next: {
    ...web,
    modes: {
      ...BY_RESPONSES.modes,
      none: HANDED_ON,
      throws: FAILS,
      rejects: FAILS,
      nothing: FAILS,
    },
    faults: [...web.faults, ...Object.keys(nextFaults)],
  },
  'sveltekit 2': SVELTEKIT,
  sveltekit: { ...SVELTEKIT, modes: { ...SVELTEKIT.modes, 'failing handleError': PLAIN } },
  astro: {
    ...web,
    modes: {
      ...BY_RESPONSES.modes,
      throws: FAILS,
      rejects: FAILS,
      nothing: FAILS,
      'failing page': HANDED_ON,
    },
    faults: [...web.faults, ...Object.keys(astroFaults)],
  },
  'nestjs on express': {
    ...EXPRESS,
    modes: NEST,
    faults: [...node.faults, ...Object.keys(expressReplies), ...Object.keys(nestFaults)],
  },
  'nestjs on fastify': {
    ...FASTIFY,
    modes: NEST,
    without: Object.fromEntries(fastifyReturns.map((name) => [name, NOT_SENT])),
    faults: [...FASTIFY.faults, ...Object.keys(nestFaults)],
  },
} satisfies Record<string, Survivor>
