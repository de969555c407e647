import { createServer, request as httpRequest } from 'node:http'
import type { Server } from 'node:http'

/** One address for several servers: the first part of a path says which port it goes to. */
export function createProxy(ports: Readonly<Record<string, number>>): Server {
  return createServer((incoming, outgoing) => {
    const port = ports[incoming.url!.split('/')[1]!]
    if (port === undefined) {
      outgoing.writeHead(404).end()
      return
    }
    const { url: path, method, headers } = incoming
    // A connection of its own: one that was kept may be closed by the backend as it is used again.
    const to = { host: '127.0.0.1', port, path, method, headers, agent: false }
    const forwarded = httpRequest(to, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    forwarded.on('error', () => outgoing.writeHead(502).end())
    incoming.pipe(forwarded)
  })
}
