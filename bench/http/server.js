/**
 * A server in a process of its own: `server.js FRAMEWORK LIBRARY`. The path of a request names what it
 * does with its session.
 */
import { createServer } from 'node:http'
import express from 'express'
import { answer } from './child.js'
import { loadLibrary } from './libraries.js'
import { loaderOf } from './load.js'

/** @import { AddressInfo } from 'node:net' */
/** @import { Actions, Handler, Library } from './libraries.js' */
/** @import { Load } from './load.js' */

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

const [framework, name] = process.argv.slice(2)
const library = await loadLibrary(name)
const server = createServer(framework === 'node:http' ? serveNode(library) : serveExpress(library))
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))

const load = loaderOf(server)

answer((/** @type {'port' | Load} */ question) =>
  question === 'port' ? /** @type {AddressInfo} */ (server.address()).port : load(question),
)
