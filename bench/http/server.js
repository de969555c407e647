/**
 * A server in a process of its own: `server.js FRAMEWORK LIBRARY`. The path of a request names what it
 * does with its session.
 */
import { createServer } from 'node:http'
import express from 'express'
import { answer } from './child.js'
import { loadLibrary } from './libraries.js'

/** @import { Server } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @import { Actions, Handler, Library } from './libraries.js' */
/** @import { Slot } from './rounds.js' */

/** @type {(library: Library) => Handler} */
function serveNode({ onNode, actions }) {
  return onNode((request, response) => {
    const act = actions[/** @type {keyof Actions} */ (request.url?.slice(1))]
    const visits = act(request)
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(`Visit ${visits}`)
  })
}

/** @param {Library} library */
function serveExpress({ middleware, actions }) {
  const app = express()
  if (middleware !== undefined) app.use(middleware)
  // One route for all, so that none comes later in Express's list than another.
  app.get('/:action', (request, response) => {
    const act = actions[/** @type {keyof Actions} */ (request.params.action)]
    response.send(`Visit ${act(request)}`)
  })
  return app
}

/**
 * Watches what requests cost the server from `start` to `stop`. The requests per second are counted from
 * the first request on, not from when the connections are made.
 *
 * @param {Server} server
 */
function usageOf(server) {
  let [requests, first, last] = [0, 0, 0]
  let before = process.cpuUsage()
  server.on('request', () => {
    last = performance.now()
    if (requests++ === 0) first = last
  })
  return {
    start: () => {
      requests = 0
      before = process.cpuUsage()
    },
    /** @returns {Slot} */
    stop: () => {
      const { user, system } = process.cpuUsage(before)
      return { rate: ((requests - 1) / (last - first)) * 1000, cpu: (user + system) / requests }
    },
  }
}

const [framework, name] = process.argv.slice(2)
const library = await loadLibrary(name)
const server = createServer(framework === 'node:http' ? serveNode(library) : serveExpress(library))
const usage = usageOf(server)
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))

answer((question) => {
  if (question === 'start') return usage.start()
  if (question === 'stop') return usage.stop()
  return /** @type {AddressInfo} */ (server.address()).port
})
