/** A small server with a session, sound or faulty, for doctor. */
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Page {
  readonly url: string
  readonly close: () => Promise<void>
}

/** What a page answers: its Set-Cookie lines, other headers, a status. */
export interface Reply {
  readonly cookies?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly status?: number
  readonly body?: string
}

/** @param reply is told how often it was asked before, and the Cookie header */
export function page(
  reply: (asked: number, cookie: string | undefined, request: IncomingMessage) => Reply,
): Promise<Page> {
  let asked = 0
  return served((request, response) => {
    const {
      cookies = [],
      headers = {},
      status = 200,
      body = '',
    } = reply(asked++, request.headers.cookie, request)
    response.writeHead(status, {
      ...headers,
      ...(cookies.length > 0 && { 'Set-Cookie': [...cookies] }),
    })
    response.end(body)
  })
}

export function served(listener: RequestListener): Promise<Page> {
  const server = createServer(
    listener as (request: IncomingMessage, response: ServerResponse) => void,
  )
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      resolve({
        url: `http://127.0.0.1:${port}/`,
        close: () => new Promise((done) => server.close(() => done())),
      })
    })
  })
}
