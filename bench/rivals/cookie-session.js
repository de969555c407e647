/** cookie-session: base64 of JSON, and HMAC-SHA1 of it in a second cookie (keygrip). */
import { createRequire } from 'node:module'
import { cookieHeader, KEY, SECRET } from '../core/subject.js'

/** @import { Subject } from '../core/subject.js' */
/** @import { State } from '../sessions.js' */

const { resolve } = createRequire(import.meta.url)
const cookieSession = createRequire(import.meta.url)('cookie-session')
/** The very package that cookie-session reads and writes its cookies with. */
const Cookies = createRequire(resolve('cookie-session'))('cookies')

/**
 * A request as far as the library uses one.
 *
 * @param {string} [cookie]
 * @returns {{ headers: { cookie?: string | undefined }, socket: object, session?: any }}
 */
const requestOf = (cookie) => ({ headers: { cookie }, socket: {} })

/** A response as far as the library uses one. */
class Response {
  /** @type {Record<string, string | string[]>} */
  headers = {}

  /** @param {string} name */
  getHeader(name) {
    return this.headers[name]
  }

  /** @param {string} name @param {string | string[]} value */
  setHeader(name, value) {
    this.headers[name] = value
  }

  writeHead() {}
}

const middleware = cookieSession({ keys: [SECRET], name: 'session' })
const nothing = () => {}

/** @param {string} [cookie] */
function open(cookie) {
  const request = requestOf(cookie)
  const response = new Response()
  middleware(request, response, nothing)
  return { request, response }
}

/** @param {{ response: Response }} opened */
function commit({ response }) {
  response.writeHead()
  return response.headers['Set-Cookie']
}

/**
 * The middleware as it is, on a request and a response that have no more than it uses.
 *
 * @type {Subject}
 */
export const cookieSessionMiddleware = {
  name: 'cookie-session: the middleware',
  prepare: (state) => ({
    write() {
      const opened = open()
      opened.request.session = state
      return commit(opened)
    },
    received: cookieHeader,
    read(header) {
      const { session } = open(header).request
      void session[KEY]
      return session
    },
    change(header) {
      const opened = open(header)
      opened.request.session.visits = 1
      return commit(opened)
    },
    dataOf: (session) => ({ ...session }),
  }),
}

/**
 * Its core alone: what the middleware calls to read and write a session, without what it does to the
 * request and the response. Two lines are its own, `decode` and `encode`.
 *
 * @type {Subject}
 */
export const cookieSessionCore = {
  name: "cookie-session's core",
  prepare: (state) => ({
    write() {
      const { cookies, response } = cookiesOf()
      cookies.set('session', encode(state), OPTIONS)
      return response.headers['Set-Cookie']
    },
    received: cookieHeader,
    read(header) {
      const session = decode(cookiesOf(header).cookies.get('session', OPTIONS))
      void session[KEY]
      return session
    },
    change(header) {
      const { cookies, response } = cookiesOf(header)
      const value = cookies.get('session', OPTIONS)
      const session = decode(value)
      session.visits = 1
      // It encodes the session once to see whether it changed, and again to send it.
      if (encode(session) !== value) cookies.set('session', encode(session), OPTIONS)
      return response.headers['Set-Cookie']
    },
    dataOf: (session) => session,
  }),
}

const OPTIONS = { overwrite: true, httpOnly: true, signed: true }

/** @param {string} [cookie] */
function cookiesOf(cookie) {
  const response = new Response()
  return { cookies: new Cookies(requestOf(cookie), response, { keys: [SECRET] }), response }
}

/** @param {string} text @returns {any} */
const decode = (text) => JSON.parse(Buffer.from(text, 'base64').toString('utf8'))

/** @param {State} state */
const encode = (state) => Buffer.from(JSON.stringify(state)).toString('base64')
