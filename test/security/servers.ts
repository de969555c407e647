/** One request, through each of the bindings. */
import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { connect, createServer as createHttp2Server } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import express from 'express'
import { session as middleware } from '../../src/bindings/express.js'
import { withSession as withFetchSession } from '../../src/bindings/fetch.js'
import { withSession } from '../../src/bindings/node.js'
import type { Session, SessionFactory } from '../../src/index.js'
import type { Data } from '../support/jar.js'

export interface Answer {
  readonly body: string
  readonly vary: string | undefined
  readonly cacheControl: string | undefined
  readonly setCookies: readonly string[]
}

/** What the application does with a session, and answers; what it throws is answered with status 500. */
export type Handle = (session: Session<Data>) => string

/** @param cookies the lines of the Cookie header, each as it is sent */
export type Ask = (
  factory: SessionFactory<Data>,
  handle: Handle,
  cookies: readonly string[],
) => Promise<Answer>

async function served<Result>(
  server: Server,
  ask: (port: number) => Promise<Result>,
): Promise<Result> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await ask((server.address() as AddressInfo).port)
  } finally {
    server.close()
  }
}

const answerOf = (headers: IncomingHttpHeaders, body: string): Answer => ({
  body,
  vary: headers.vary,
  cacheControl: headers['cache-control'],
  setCookies: headers['set-cookie'] ?? [],
})

function overHttp(listener: RequestListener, cookies: readonly string[]): Promise<Answer> {
  return served(createServer(listener), async (port) => {
    const lines = cookies.flatMap((line) => ['Cookie', line])
    const headers = ['Host', 'shop.example', 'Connection', 'close', ...lines]
    const request = httpRequest({ host: '127.0.0.1', port, headers, agent: false }).end()
    const [response] = await once(request, 'response')
    let body = ''
    for await (const chunk of response) body += String(chunk)
    return answerOf(response.headers, body)
  })
}

function overHttp2(listener: RequestListener, cookies: readonly string[]): Promise<Answer> {
  return served(createHttp2Server(listener as never), async (port) => {
    const client = connect(`http://127.0.0.1:${port}`)
    const stream = client.request({ ':path': '/', cookie: [...cookies] }).end()
    const [headers] = await once(stream, 'response')
    let body = ''
    for await (const chunk of stream) body += String(chunk)
    client.close()
    return answerOf(headers, body)
  })
}

const listenerOf = (factory: SessionFactory<Data>, handle: Handle): RequestListener =>
  withSession(factory, ({ session }, response) => void response.end(handle(session)), {
    onError: (_error, _request, response) => {
      response.statusCode = 500
      response.end('failed')
    },
  })

export const BINDINGS: Readonly<Record<string, Ask>> = {
  'node:http': (factory, handle, cookies) => overHttp(listenerOf(factory, handle), cookies),
  'node:http2': (factory, handle, cookies) => overHttp2(listenerOf(factory, handle), cookies),
  Express: (factory, handle, cookies) => {
    const app = express()
    app.set('env', 'test') // keeps Express from printing errors
    app.use(middleware(factory))
    app.get('/', ({ session }, response) => response.end(handle(session as never)))
    return overHttp(app, cookies)
  },
  fetch: async (factory, handle, cookies) => {
    const headers = new Headers()
    for (const line of cookies) headers.append('Cookie', line)
    const answer = withFetchSession(factory, (_, session) => new Response(handle(session)), {
      onError: () => new Response('failed', { status: 500 }),
    })
    const response = await answer(new Request('https://shop.example/', { headers }))
    return {
      body: await response.text(),
      vary: response.headers.get('vary') ?? undefined,
      cacheControl: response.headers.get('cache-control') ?? undefined,
      setCookies: response.headers.getSetCookie(),
    }
  },
}
