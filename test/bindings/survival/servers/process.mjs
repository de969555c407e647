// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/**
 * What all processes have in common that serve faults. Each is a module for one framework, given the way to handle
 * errors in its arguments; it prints nothing, and tells its port. Its end is what the tests look for.
 */
import { createServer } from 'node:http'
import {
  generateKey,
  signedCookieSessionFactory,
  storedSessionFactory,
} from '../../../../dist/index.js'
import { memoryStore } from '../../../../dist/stores/memory.js'
import { SECRET, errorPage, pause } from '../faults/common.mjs'

/** How the application handles errors, and what else the test says. */
export const [mode, ...others] = process.argv.slice(2)

export const heard = { commitErrors: 0 }

/** A store that can keep a small session, and then not read it, nor write a large one. */
function failingStore(fail) {
  const store = memoryStore()
  const isLarge = (fields) => [...fields.values()].some((text) => text.length > 4000)
  return {
    ...store,
    read: fail,
    create: async (id, session) => (isLarge(session.fields) ? fail() : store.create(id, session)),
  }
}

/** A store that takes as long as one on another machine. */
function lateStore() {
  const late = ([name, method]) => [name, (...args) => pause(5).then(() => method(...args))]
  return Object.fromEntries(Object.entries(memoryStore()).map(late))
}

const never = () => new Promise(() => {})
const failures = {
  'store rejects': () => failingStore(() => Promise.reject(new Error('down'))),
  'store never answers': () => failingStore(never),
}
const stores = { ...failures, 'store answers late': lateStore }

const how = others.find((name) => name in stores)
const stored = () =>
  storedSessionFactory(stores[how](), generateKey(), how in failures ? { storeTimeout: 0.05 } : {})
export const factory =
  how === undefined ? signedCookieSessionFactory(SECRET, { clock: () => 1_700_000_000 }) : stored()
export const onCommitError = () => {
  heard.commitErrors++
}
console.error = () => {}
process.emitWarning = () => {}

// Some frameworks listen for these, so that no process ends: here nothing is to be hidden.
const HIDING = ['uncaughtException', 'unhandledRejection']
const { emit } = process
process.emit = (event, ...args) =>
  !HIDING.includes(event) && Reflect.apply(emit, process, [event, ...args])

/** What a middleware that stands before ours keeps of a response. */
export function keep(response) {
  heard.keptEnd = Object.getPrototypeOf(response).end
}

const fail = () => {
  throw new Error('in the error handling')
}

// Called back by something that was there before the request, and so in another context.
const waiting = []
setInterval(() => waiting.splice(0).forEach((call) => call()), 20)
const pool = (call) => void waiting.push(call)

/**
 * By the mode: the application's own error handling, ways of it that take their time, and ways that fail. There is none
 * for the mode `none`.
 *
 * @param answer answers an error
 * @param begin says the status before that: the usual order, where the rest takes its time
 */
export function handlersOf(answer, begin) {
  const late = async (...args) => {
    await pause(30)
    return answer(...args)
  }
  return {
    own: answer,
    late,
    'status first': (...args) => {
      begin(...args)
      return late(...args)
    },
    pooled: (...args) => pool(() => answer(...args)),
    throws: fail,
    rejects: async () => {
      await Promise.resolve()
      fail()
    },
    nothing: () => undefined,
  }
}

const beginNode = (error, _request, response) => {
  response.statusCode = error.status ?? 500
  response.setHeader('X-Error-Page', '1')
}

export const answerNode = (error, request, response) => {
  beginNode(error, request, response)
  response.end(errorPage(error))
}

export const nodeHandlers = handlersOf(answerNode, beginNode)

/** For Express, and for what stands on it. */
export const expressHandlers = handlersOf((error, _request, response) => {
  response
    .status(error.status ?? 500)
    .set('X-Error-Page', '1')
    .send(errorPage(error))
}, beginNode)

/** For Fastify, and for what stands on it. */
export const fastifyHandlers = handlersOf(
  (error, _request, reply) =>
    reply
      .code(error.status ?? 500)
      .header('X-Error-Page', '1')
      .send(errorPage(error)),
  (error, _request, reply) => void reply.code(error.status ?? 500),
)

/** For those who answer by a Response. */
export const webHandlers = handlersOf(
  (error) =>
    new Response(errorPage(error), {
      status: error.status ?? 500,
      headers: { 'X-Error-Page': '1' },
    }),
)

/** For those who answer by a Response. */
export const webOptions = { csrf: {}, csrfBodyTimeout: 0.2, onCommitError }

/** Serves by a listener of Node's. */
export const serve = (listener) => start(createServer(listener))

/** Tells the port of a server when it listens. */
export function start(server) {
  server.listen(0, '127.0.0.1', () => tell(server.address().port))
}

export const tell = (port) => process.send(port)
