// Two libraries whose sessions are in a store, each as one way to send it a request.
import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { storedSessionFactory } from 'cartouche'

/**
 * What a handler does with the session of its request.
 *
 * @typedef {object} Data
 * @property {(key: string) => unknown} get
 * @property {(key: string, value: unknown) => void} set
 * @property {(key: string) => void} add adds one
 * @property {() => unknown} end signs out
 */

/**
 * @typedef {object} Library
 * @property {(cookie: string | undefined, handler: (data: Data) => unknown) => Promise<string | undefined>} request
 * sends one with a cookie, and gives the one that comes
 * @property {(cookie: string) => Promise<unknown>} read sends one whose session is read, and nothing else
 * @property {{ calls: number, gone: number }} seen calls of the store, and changes that came after a sign-out
 */

/** Seconds, on a machine that is busy. */
const STORE_TIMEOUT = 20

const CONNECTIONS = 8

/** @param {string} url */
async function redisClient(url) {
  const { createClient } = await import('redis')
  const client = createClient({ url })
  client.on('error', () => undefined)
  return client.connect()
}

/**
 * What an engine needs is loaded where it is used: a process starts in half the time.
 *
 * @type {Record<string, (address: string) => Promise<unknown>>}
 */
const STORES = {
  sqlite: async (address) => {
    const { default: Database } = await import('better-sqlite3')
    const { sqliteStore } = await import('cartouche/stores/sqlite')
    // Without a time to wait of its own: the store's is enough.
    return sqliteStore(new Database(address, { timeout: 0 }))
  },
  postgres: async (address) => {
    const { Pool } = await import('pg')
    const { postgresStore } = await import('cartouche/stores/postgres')
    const pool = new Pool({ connectionString: address, max: CONNECTIONS })
    return postgresStore(pool.on('error', () => undefined))
  },
  redis: async (address) => {
    const { redisStore } = await import('cartouche/stores/redis')
    return redisStore(await redisClient(address))
  },
}

/**
 * @template {object} Store
 * @param {Store} store
 * @param {Library['seen']} seen counts what is asked of it
 * @returns {Store}
 */
function counted(store, seen) {
  return new Proxy(store, {
    get: (target, name) => {
      const value = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (/** @type {unknown[]} */ ...args) => {
        seen.calls++
        return value.apply(target, args)
      }
    },
  })
}

/** @param {string} engine @param {string} address @param {string} key @returns {Promise<Library>} */
async function cartouche(engine, address, key) {
  const seen = { calls: 0, gone: 0 }
  const store = /** @type {import('cartouche').SessionStore} */ (await STORES[engine]?.(address))
  /** @type {import('cartouche').StoredSessionFactory<Record<string, any>>} */
  const factory = storedSessionFactory(counted(store, seen), key, {
    storeTimeout: STORE_TIMEOUT,
    onEvent: ({ type }) => void (type === 'gone' && seen.gone++),
  })
  return {
    seen,
    read: async (cookie) => factory.open(cookie).load(),
    request: async (cookie, handler) => {
      const open = factory.open(cookie)
      const session = await open.load()
      await handler({
        get: (key) => session.get(key),
        set: (key, value) => void session.set(key, value),
        add: (key) => void session.transform(key, (old) => (old ?? 0) + 1),
        end: () => session.invalidate(),
      })
      const [header] = await open.commit()
      return header?.[1].split(';')[0]
    },
  }
}

/** @param {Record<string, any>} session @returns {Data} */
const dataOf = (session) => ({
  get: (key) => session[key],
  set: (key, value) => void (session[key] = value),
  add: (key) => void (session[key] = (session[key] ?? 0) + 1),
  end: () => new Promise((resolve) => session['destroy'](resolve)),
})

/** @param {string} _ @param {string} address @param {string} key @returns {Promise<Library>} */
async function expressSessionOnRedis(_, address, key) {
  // Its types are those of another version of Express.
  const expressSession = createRequire(import.meta.url)('express-session')
  const { RedisStore } = await import('connect-redis')
  const seen = { calls: 0, gone: 0 }
  const store = new RedisStore({ client: /** @type {any} */ (await redisClient(address)) })
  for (const name of /** @type {const} */ (['get', 'set', 'destroy', 'touch'])) {
    const ask = /** @type {Function} */ (store[name]).bind(store)
    store[name] = (/** @type {any[]} */ ...args) =>
      (seen.calls++, ask(...args))
  }
  const middleware = expressSession({ store, secret: key, resave: false, saveUninitialized: false })
  return {
    seen,
    read: (cookie) => ask(middleware, cookie, () => undefined),
    request: (cookie, handler) => ask(middleware, cookie, handler),
  }
}

/** The answer has gone out as if all were well. */
export class AnsweredError extends Error {}

/**
 * Sends a request without a connection: nothing but the session is at work. Where the middleware hands an error on, also
 * after the handler, the request has failed.
 *
 * @param {import('express').RequestHandler} middleware
 * @param {string | undefined} cookie
 * @param {(data: Data) => unknown} handler
 * @returns {Promise<string | undefined>}
 */
function ask(middleware, cookie, handler) {
  const request = new IncomingMessage(new Socket())
  request.url = '/'
  request.headers = cookie === undefined ? {} : { cookie }
  const response = new ServerResponse(request)
  let isAnswered = false
  return new Promise((resolve, reject) => {
    const done = () => {
      isAnswered = true
      // They hand an error on a turn of the event loop after the end.
      setImmediate(() => resolve(cookieIn(response)))
    }
    response.end = /** @type {any} */ (done)
    middleware(/** @type {any} */ (request), /** @type {any} */ (response), async (error) => {
      if (error !== undefined) return reject(isAnswered ? new AnsweredError() : error)
      await handler(dataOf(/** @type {any} */ (request).session))
      response.end()
    })
  })
}

/** @param {ServerResponse} response */
function cookieIn(response) {
  const [line] = [response.getHeader('set-cookie') ?? []].flat()
  return line === undefined ? undefined : String(line).split(';')[0]
}

/** @type {Record<string, (engine: string, address: string, key: string) => Promise<Library>>} */
export const LIBRARIES = { cartouche, 'express-session': expressSessionOnRedis }

/**
 * Cookies that nobody with the key has made: of the right form but for the signature; and anything.
 *
 * @param {string} cookie one that is right
 * @param {number} n
 */
export function madeUp(cookie, n) {
  const random = createHmac('sha256', 'made up').update(String(n)).digest('base64url')
  const [name = '', value = ''] = cookie.split('=')
  if (n % 4 === 0) return `${name}=${random}${random}`
  // Always another place, from where on the right text is replaced.
  const from = 1 + (n % (value.length - 1))
  const forged = (value.slice(0, from) + random.repeat(4)).slice(0, value.length)
  return forged === value ? `${name}=${random}` : `${name}=${forged}`
}
