/** For bindings on Node's servers. */
import { createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { ORIGIN } from './harness.js'
import type { Answer, Head, Sent, Server } from './harness.js'

/** Serves `listener` on a free port of this machine. */
export async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener)
  // Longer than the client does: else the server may close what the client is about to use again.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...clientOf(port),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What sends requests to a port of this machine, for a server that the framework starts itself. */
export function clientOf(port: number): Omit<Server, 'stop'> {
  return {
    request: (path, cookie, sent) => send(port, path, cookie, sent),
    pipeline: (paths) => sendAll(port, paths),
  }
}

function send(
  port: number,
  path: string,
  cookie: string | undefined,
  { method = 'GET', headers: others, body, signal, onHead }: Sent = {},
): Promise<Answer> {
  const headers = { ...others, ...(cookie !== undefined && { cookie }) }
  const options = { host: '127.0.0.1', port, path, method, headers, ...(signal && { signal }) }
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(options as object, (response) => {
      const head = headOf(response)
      onHead?.(head)
      text(response).then((body) => resolve({ ...head, body }), reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function headOf({ statusCode, headers }: IncomingMessage): Head {
  return {
    status: statusCode!,
    setCookies: headers['set-cookie'] ?? [],
    location: headers.location?.replace(ORIGIN, '') ?? null,
    header: (name) => headers[name]?.toString() ?? null,
  }
}

async function sendAll(port: number, paths: readonly string[]): Promise<readonly Answer[]> {
  const socket = connect(port, '127.0.0.1')
  const requests = paths.map((path, at) => {
    const connection = at === paths.length - 1 ? 'close' : 'keep-alive'
    return `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\n\r\n`
  })
  socket.write(requests.join(''))
  const received = await text(socket)
  return received.split(/(?=HTTP\/1\.1 \d{3} )/).map(answerIn)
}

/** An answer as it stands on the wire; each of its chunks is one line. */
function answerIn(text: string): Answer {
  const at = text.indexOf('\r\n\r\n')
  const lines = text.slice(0, at).split('\r\n')
  const rest = text.slice(at + 4)
  const valuesOf = (name: string): string[] =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name}: `))
      .map((line) => line.slice(name.length + 2))
  const isChunked = valuesOf('transfer-encoding').length > 0
  const chunks = isChunked ? rest.split('\r\n').filter((_, at) => at % 2 === 1) : [rest]
  return {
    status: Number(lines[0]!.split(' ')[1]),
    setCookies: valuesOf('set-cookie'),
    location: valuesOf('location')[0] ?? null,
    header: (name) => valuesOf(name)[0] ?? null,
    body: chunks.join(''),
  }
}
