import { createServer, request as httpRequest } from 'node:http'
import type { Server } from 'node:http'

/**
 * One address for several servers: the first part of a path says which port it goes to. Where one cannot be asked, the
 * answer is a 502 that says why. Each request has a connection of its own: a server may close one that was kept.
 */
export function createProxy(ports: Readonly<Record<string, number>>): Server {
  return createServer((incoming, outgoing) => {
    const port = ports[incoming.url!.split('/')[1]!]
    if (port === undefined) {
      outgoing.writeHead(404).end()
      return
    }
    const { url: path, method, headers } = incoming
    const to = { host: '127.0.0.1', port, path, method, headers, agent: false }
    const forwarded = httpRequest(to, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    forwarded.on('error', (error) => outgoing.writeHead(502).end(`${path}: ${error.message}`))
    incoming.pipe(forwarded)
  })
}
