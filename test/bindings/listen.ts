import { request as httpRequest } from 'node:http'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answer, Sent, Server } from './contract.js'

/** Serves `listener` on a free port of this machine. */
export async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    request: (path, cookie, sent) => send(port, path, cookie, sent),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(
  port: number,
  path: string,
  cookie: string | undefined,
  { method = 'GET', headers: others, body }: Sent = {},
): Promise<Answer> {
  const headers = { ...others, ...(cookie !== undefined && { cookie }) }
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers }
    const outgoing = httpRequest(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          setCookies: response.headers['set-cookie'] ?? [],
          body: Buffer.concat(chunks).toString(),
          location: response.headers.location ?? null,
          header: (name) => response.headers[name]?.toString() ?? null,
        }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
