// Serves a fetch handler on Node, which has no server for one, in short: `@hono/node-server` and others do more.
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export function serve({ hostname, port, fetch }) {
  const answer = async (incoming, response) => {
    try {
      await send(response, await fetch(requestOf(incoming, `http://${hostname}:${port}`)))
    } catch (error) {
      console.error(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end('Internal Server Error\n')
    }
  }
  createServer(answer).listen(port, hostname)
}

function requestOf(incoming, origin) {
  const { method, url, headersDistinct } = incoming
  const headers = Object.entries(headersDistinct).flatMap(([name, values]) =>
    values.map((value) => [name, value]),
  )
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const body = hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}
  return new Request(origin + url, { method, headers, ...body })
}

/** Each cookie has a line of its own. */
async function send(response, { status, headers, body }) {
  response.writeHead(status, [...headers].flat())
  if (body === null) response.end()
  else await pipeline(Readable.fromWeb(body), response)
}
