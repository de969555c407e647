import { Readable } from 'node:stream'
import express from 'express'
import type { ErrorRequestHandler } from 'express'
import { describe, expect, test } from 'vitest'
import { session, sessionExceptions } from '../../src/bindings/express.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import { bindingContract, describeError } from './contract.js'
import { listen } from './listen.js'

const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(500).send(describeError(error))
}

bindingContract('Express', (factory, app) => {
  const server = express()
  server.use(session(factory))
  server.use(async (request, response) => {
    const reply = await app(request.path, () => request.session)
    if (reply.location !== undefined) return response.redirect(reply.location)
    for (const [name, value] of reply.headers ?? []) response.append(name, value)
    response.status(reply.status ?? 200)
    if (reply.chunks.length > 1) return Readable.from(reply.chunks).pipe(response)
    return response.send(reply.chunks[0])
  })
  server.use(sessionExceptions())
  server.use(answerError)
  return listen(server)
})

describe('session for Express', () => {
  test("Express's own error page carries the cookie", async () => {
    const app = express()
    app.set('env', 'test') // keeps Express from printing the error
    app.use(session(unencryptedCookieSessionFactoryConfig('seekrit')))
    app.get('/', (request) => {
      request.session.set('a', 1)
      throw new Error('boom')
    })
    const server = await listen(app)
    const answer = await server.request('/')
    await server.stop()
    expect(answer.status).toBe(500)
    expect(answer.setCookies).toEqual([expect.stringMatching(/^session=/)])
  })
})
