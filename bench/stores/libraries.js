/** Libraries whose sessions are in a store, as their users have them, in the frameworks that they are for. */
import { createRequire } from 'node:module'
import fastifyCookie from '@fastify/cookie'
import { generateKey, storedSessionFactory } from 'cartouche'
import { session as onExpress } from 'cartouche/express'
import { session as onFastify } from 'cartouche/fastify'
import Fastify from 'fastify'
import { makePair } from '../http/pairs.js'
import { COOKIE_SESSIONS } from '../sessions.js'

/** @import { Engine } from './engines.js' */

/** Their types are those of other versions of Express and Fastify. */
const load = createRequire(import.meta.url)
const expressSession = load('express-session')
const fastifySession = load('@fastify/session')

/**
 * What a request does: reads a key; reads one, and has the time of its use noted; changes one; reads one, where all
 * settings are those that a library has of itself.
 *
 * @typedef {'read' | 'touch' | 'write' | 'same'} Action
 */

export const ACTIONS = /** @type {const} */ (['read', 'touch', 'write'])

/** @typedef {{ get: (key: string) => any, set: (key: string, value: unknown) => void }} Data */
/** @typedef {(cookie: string, handler: (data: Data) => void) => Promise<string | undefined>} Send gives the cookie that comes */

const KEY = generateKey()
/** Cookies go over HTTP here. */
const COOKIE = { cookieName: 'session', secure: false }

/** A session's time is noted in whole seconds: here some pass with each look at the clock, so that it is always due. */
function hurriedClock() {
  let now = Date.now() / 1000
  return () => (now += 2)
}

/** @param {Action} action */
const timesOf = (action) =>
  action === 'touch' ? { reissueTime: 1, clock: hurriedClock() } : { reissueTime: 1e5 }

/** @param {Engine} engine @param {Action} action */
const factoryOver = ({ store }, action) =>
  storedSessionFactory(store, KEY, {
    ...COOKIE,
    ...(action === 'same' ? {} : { idleTimeout: 1e6, absoluteTimeout: null, ...timesOf(action) }),
  })

/** @param {any} session @returns {Data} */
const plain = (session) => ({
  get: (key) => session[key],
  set: (key, value) => (session[key] = value),
})

/** Ours is one already. */
/** @param {any} session @returns {Data} */
const asIs = (session) => session

/**
 * A middleware of Express, called with requests as node:http makes them.
 *
 * @param {any} middleware
 * @param {(session: any) => Data} dataOf
 * @returns {Send}
 */
const throughMiddleware = (middleware, dataOf) => (cookie, handler) =>
  new Promise((resolve, reject) => {
    const { request, response } = makePair(cookie)
    // V8 takes a function that is made where it is assigned to a property for one that stays: with it all that it knows
    // would be kept until all memory is looked through.
    const end = () => resolve(cookieIn(lineIn(response)))
    response.end = /** @type {any} */ (end)
    middleware(request, response, (/** @type {unknown} */ error) => {
      if (error !== undefined) return reject(error)
      handler(dataOf(/** @type {any} */ (request).session))
      response.end()
    })
  })

/**
 * The Set-Cookie line of a head, which is written before the end as Node's own end() has it written. The head as it goes
 * out is a property of Node's that has no public name.
 *
 * @param {import('node:http').ServerResponse} response
 */
function lineIn(response) {
  if (!response.headersSent) response.writeHead(response.statusCode)
  return /^set-cookie: (.*)$/im.exec(String(Reflect.get(response, '_header')))?.[1]
}

/** @type {(data: Data) => void} */
const ignore = () => undefined

/**
 * An application of Fastify.
 *
 * @param {any} app
 * @param {(session: any) => Data} dataOf
 * @returns {Promise<Send>}
 */
async function throughFastify(app, dataOf) {
  let handle = ignore
  app.get('/', (/** @type {any} */ request) => {
    handle(dataOf(request.session))
    return 'done'
  })
  await app.ready()
  return async (cookie, handler) => {
    handle = handler
    const answer = await app.inject({ url: '/', headers: cookie === '' ? {} : { cookie } })
    if (answer.statusCode !== 200) throw new Error(answer.body)
    return cookieIn(answer.headers['set-cookie'])
  }
}

/** @param {unknown} lines */
function cookieIn(lines) {
  const [line] = [lines ?? []].flat()
  return line === undefined ? undefined : String(line).split(';')[0]
}

/** @typedef {{ name: string, framework: 'Express' | 'Fastify', engine: string, isOurs: boolean, make: (action: Action) => Send | Promise<Send> }} Library */

/** @type {(engine: Engine) => Library[]} */
export function librariesOn(engine) {
  const ours = { engine: engine.name, isOurs: true }
  const all = [
    library('Express', ours, (action) =>
      throughMiddleware(onExpress(factoryOver(engine, action)), asIs),
    ),
    library('Fastify', ours, async (action) => {
      const app = Fastify()
      await app.register(onFastify, { factory: factoryOver(engine, action) })
      return throughFastify(app, asIs)
    }),
  ]
  return engine.theirs === undefined ? all : [...all, ...theirsOn(engine)]
}

/** @type {(engine: Engine) => Library[]} */
function theirsOn({ name, theirs }) {
  const other = { engine: name, isOurs: false }
  return [
    library('Express', other, (action) => {
      const store = /** @type {any} */ (theirs?.() ?? new expressSession.MemoryStore())
      // Without it every request writes its time to the store.
      if (action === 'read') store.touch = undefined
      const options = { store, secret: KEY, resave: false, saveUninitialized: false }
      return throughMiddleware(expressSession(options), plain)
    }),
    library('Fastify', other, async (action) => {
      const app = /** @type {any} */ (Fastify())
      await app.register(fastifyCookie)
      const cookie = { secure: false }
      const rolling = action === 'same' ? {} : { rolling: action === 'touch' }
      const options = { secret: KEY, ...rolling, saveUninitialized: false, cookie }
      const store = theirs?.()
      await app.register(fastifySession, store === undefined ? options : { ...options, store })
      return throughFastify(app, plain)
    }),
  ]
}

const NAMES = { Express: 'express-session', Fastify: '@fastify/session' }

/** @type {(framework: 'Express' | 'Fastify', of: { engine: string, isOurs: boolean }, make: Library['make']) => Library} */
const library = (framework, { engine, isOurs }, make) => ({
  name: `${framework}: ${isOurs ? 'cartouche' : NAMES[framework]}, ${engine}`,
  framework,
  engine,
  isOurs,
  make,
})

/** A request to a framework without a session. @param {keyof typeof BARE} framework */
export async function bareOf(framework) {
  const send = await BARE[framework]()
  return { wait: () => send('', () => undefined) }
}

const BARE = {
  Express: async () =>
    throughMiddleware(
      (/** @type {unknown} */ _, /** @type {unknown} */ __, /** @type {() => void} */ next) =>
        next(),
      asIs,
    ),
  Fastify: async () => throughFastify(Fastify(), asIs),
}

/** How many sessions take turns. */
const SESSIONS = 32

/**
 * A request that does its action, to one session of some in turn.
 *
 * @param {Library} library
 * @param {Action} action
 * @param {readonly string[]} [given] their cookies; left out, they are new ones
 * @returns {Promise<() => Promise<unknown>>}
 */
export async function requestOf(library, action, given) {
  const send = await library.make(action)
  const cookies = given ?? (await begin(send, SESSIONS))
  let count = 0
  const handler = handlerOf(action)
  const request = () => send(cookies[count++ % cookies.length] ?? '', handler)
  await request()
  return request
}

/** The cookies of new sessions of 1 KB. @param {Send} send @param {number} count */
export async function begin(send, count) {
  const state = Object.entries(COOKIE_SESSIONS[1]?.state ?? {})
  const cookies = []
  while (cookies.length < count) {
    const cookie = await send('', (data) => {
      for (const [key, value] of state) data.set(key, value)
    })
    if (cookie === undefined) throw new Error('A new session sets no cookie')
    cookies.push(cookie)
  }
  return cookies
}

/** @param {Action} action @returns {(data: Data) => void} */
function handlerOf(action) {
  let visits = 0
  return (data) => {
    if (data.get('email') === undefined) throw new Error('The session is not there')
    if (action === 'write') data.set('visits', ++visits)
  }
}
