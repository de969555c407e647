/** Policies and factories of the application's own that give what is no header. */
import express from 'express'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as forExpress from '../../src/bindings/express.js'
import * as forFetch from '../../src/bindings/fetch.js'
import * as forNode from '../../src/bindings/node.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { CSRFStoragePolicy, SessionFactory } from '../../src/index.js'
import { describeError } from '../contracts/binding/harness.js'
import type { Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const factory = signedCookieSessionFactory(SECRET)

let server: Server | undefined
afterEach(() => server?.stop())

const policyOf = (lines: unknown): { csrf: { policy: CSRFStoragePolicy } } => ({
  csrf: {
    policy: {
      newCsrfToken: () => 'token',
      getCsrfToken: () => 'token',
      checkCsrfToken: () => true,
      commit: () => lines as never,
    },
  },
})

const factoryOf = (lines: unknown): SessionFactory => ({
  open: () => ({ ...factory.open(), headers: () => lines as never }),
})

const BAD: readonly (readonly [string, unknown])[] = [
  ['a character that no header holds', [['Set-Cookie', 'csrf=\u2603']]],
  ['a break', [['Set-Cookie', 'csrf=1\r\nX-Evil: 1']]],
  ['a name with a blank', [['Set Cookie', 'csrf=1']]],
  ['no name', [['', 'csrf=1']]],
  ['no value', [['Set-Cookie']]],
  ['a number', [['Set-Cookie', 5]]],
  ['numbers', [5]],
  ['a text', 'abc'],
  ['one line', ['Set-Cookie', 'csrf=1']],
]

/** Answers that are written where nobody catches. */
const later = (response: { end: (text: string) => unknown }): unknown =>
  setTimeout(() => response.end('never seen'), 1)

describe.each(BAD)('%s', (_, lines) => {
  const expected = { status: 500, body: 'BAD_VALUE', setCookies: [] }

  test.each([
    ['a policy', factory, policyOf(lines)],
    ['a factory', factoryOf(lines), {}],
  ])('%s in node:http: an error like any other', async (_whose, sessions, options) => {
    const onCommitError = vi.fn()
    server = await listen(
      forNode.withSession(
        sessions,
        (request, response) => {
          request.session.get('a')
          later(response)
        },
        {
          ...options,
          onCommitError,
          onError: (error, _request, response) => {
            response.statusCode = 500
            response.end(describeError(error))
          },
        },
      ),
    )
    expect(await server.request('/')).toMatchObject(expected)
    expect(onCommitError).toHaveBeenCalledOnce()
  })

  test('a policy in Express', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const app = express()
    app.use(forExpress.session(factory), forExpress.csrf(policyOf(lines).csrf))
    app.use((_request, response) => void later(response))
    app.use(((error, _request, response, _next) => {
      response.status(500).send(describeError(error))
    }) satisfies express.ErrorRequestHandler)
    server = await listen(app)
    expect(await server.request('/')).toMatchObject(expected)
    expect(printed).toHaveBeenCalledOnce()
    printed.mockRestore()
  })

  test.each([
    ['a policy', factory, policyOf(lines)],
    ['a factory', factoryOf(lines), {}],
  ])('%s in fetch', async (_whose, sessions, options) => {
    const onCommitError = vi.fn()
    const handle = forFetch.withSession(sessions, () => new Response('never seen'), {
      ...options,
      onCommitError,
      onError: (error) => new Response(describeError(error), { status: 500 }),
    })
    const answer = await handle(new Request('http://localhost/'))
    expect([answer.status, await answer.text()]).toEqual([500, 'BAD_VALUE'])
    expect(onCommitError).toHaveBeenCalledOnce()
  })
})

test('the error says nothing of what was given', async () => {
  const handle = forFetch.withSession(factory, () => new Response(), policyOf([['A\n', 'secret']]))
  await expect(handle(new Request('http://localhost/'))).rejects.toThrow(
    /^(?!.*secret).*commit\(\) of a CSRF policy/,
  )
})
