/** Visitors who leave before anything of the answer is there: what the handler did with the session is done. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import express from 'express'
import { expect, test, vi } from 'vitest'
import { session } from '../../src/bindings/express.js'
import { generateKey, storedSessionFactory } from '../../src/index.js'
import type { SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { untilTrue } from '../support/wait-for.js'

const key = generateKey()

async function signedIn(store: SessionStore): Promise<string> {
  const open = storedSessionFactory(store, key).open()
  const session = await open.load()
  session.subject = 'ann'
  return (await open.commit())[0]![1].split(';')[0]!
}

/** A sign-out that is answered by a stream, of which the visitor sees nothing. */
async function leave(store: SessionStore, cookie: string, onCommitError: () => void) {
  const app = express()
  app.use(session(storedSessionFactory(store, key), { onCommitError }))
  let isSignedOut = false
  app.get('/', (request, response) => {
    request.session.invalidate()
    new PassThrough().pipe(response)
    isSignedOut = true
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(`GET / HTTP/1.1\r\nHost: shop.example\r\nCookie: ${cookie}\r\n\r\n`)
  await untilTrue(() => isSignedOut)
  socket.destroy()
  return () => server.close()
}

test('a sign-out is one', async () => {
  const store = memoryStore()
  const cookie = await signedIn(store)
  expect(store.size).toBe(1)
  const told = vi.fn()
  const stop = await leave(store, cookie, told)
  await untilTrue(() => store.size === 0)
  stop()
  expect(told).not.toHaveBeenCalled()
})

test('that it could not be written is told', async () => {
  const store = memoryStore()
  const cookie = await signedIn(store)
  const fail = () => Promise.reject(new Error('down'))
  const down = { ...store, update: fail, delete: fail }
  const told = vi.fn()
  const stop = await leave(down, cookie, told)
  await untilTrue(() => told.mock.calls.length > 0)
  stop()
  expect(told.mock.calls[0]).toEqual([
    expect.objectContaining({ code: 'STORE_UNAVAILABLE' }),
    expect.anything(),
  ])
})
