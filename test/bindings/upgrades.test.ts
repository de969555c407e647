/** Where a session can only be read: the request of a WebSocket, and an event stream that has begun. */
import { createServer, request as httpRequest } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withSession } from '../../src/bindings/node.js'
import { generateKey, sealedCookieSessionFactory, SessionCommittedError } from '../../src/index.js'

const sessions = sealedCookieSessionFactory<{ user: string }>(generateKey())
let server: Server

beforeEach(() => {
  server = createServer()
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function listen(): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function signIn(): string {
  const { session, commit } = sessions.open()
  session.set('user', 'Ada')
  return commit()[0]![1].split(';')[0]!
}

/** What the server answers to an upgrade: its status line, or the text after it has switched. */
function upgrade(port: number, cookie: string): Promise<string> {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', cookie }
  return new Promise((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', headers })
      .on('upgrade', (_response, socket, head) => {
        socket.end()
        resolve(head.toString())
      })
      .on('response', ({ statusCode }) => resolve(String(statusCode)))
      .on('error', reject)
      .end()
  })
}

test('the request of a WebSocket tells who is signed in', async () => {
  server.on('upgrade', (request, socket) => {
    const user = sessions.open(request).session.peek('user')
    if (user === undefined) socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
    else {
      const head = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket'
      socket.write(`${head}\r\n\r\n${user}`)
    }
  })
  const port = await listen()
  expect(await upgrade(port, signIn())).toBe('Ada')
  expect(await upgrade(port, '__Host-session=garbage')).toBe('401')
  expect(await upgrade(port, '')).toBe('401')
})

test('an event stream sets the cookie with its head; the session is only read from then on', async () => {
  let late: unknown
  server.on(
    'request',
    withSession(sessions, (request, response) => {
      const { session } = request
      session.set('user', 'Ada')
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('data: one\n\n')
      try {
        session.set('user', 'Bob')
      } catch (error) {
        late = error
      }
      setImmediate(() => response.end(`data: ${session.get('user')}\n\n`))
    }),
  )
  const response = await fetch(`http://127.0.0.1:${await listen()}/`)
  expect(response.headers.getSetCookie()).toHaveLength(1)
  expect(await response.text()).toBe('data: one\n\ndata: Ada\n\n')
  expect(late).toBeInstanceOf(SessionCommittedError)
})
