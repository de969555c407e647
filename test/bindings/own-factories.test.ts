/** Factories of the application's own, whose functions fail or answer with promises. */
import { createServer, get } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { MockInstance } from 'vitest'
import { withSession as withFetchSession } from '../../src/bindings/fetch.js'
import { withSession } from '../../src/bindings/node.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { OpenSession, SessionFactory } from '../../src/index.js'

const inner = signedCookieSessionFactory('k9'.repeat(40))

let server: Server
let printed: MockInstance<typeof console.error>
const unheard = vi.fn()
beforeEach(() => {
  printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  process.on('unhandledRejection', unheard)
})
afterEach(() => {
  vi.restoreAllMocks()
  unheard.mockReset()
  process.off('unhandledRejection', unheard)
  server.closeAllConnections()
  server.close()
})

type Name = keyof OpenSession

const rejects = (): never => Promise.reject(new Error('later')) as never
const throws = (): never => {
  throw new Error('at once')
}

function factoryWith(name: Name | 'open', fails: () => never): SessionFactory {
  if (name === 'open') return { ...inner, open: fails }
  return {
    ...inner,
    open: (...args) => ({ ...inner.open(...args), [name]: fails }),
  }
}

/** The body of the answer of a handler that ends in a timer, where nobody catches. */
async function answerBy(factory: SessionFactory): Promise<string> {
  const outside = vi.fn()
  const handle = withSession(
    factory,
    (request, response) => {
      request.session.set('a', 1)
      setTimeout(() => {
        try {
          response.end('ok')
        } catch (error) {
          outside(error)
        }
      }, 2)
    },
    {
      onError: (error, _request, response) => response.end((error as Error).message),
      onCommitError: () => undefined,
    },
  )
  server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const sent = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]
    let body = ''
    for await (const chunk of answer) body += String(chunk)
    return body
  } catch (error) {
    return (error as Error).message
  } finally {
    expect(outside).not.toHaveBeenCalled()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(unheard).not.toHaveBeenCalled()
  }
}

const inWords = (name: string): string =>
  `factory must answer at once: ${name}() gave a promise, which nobody awaits`

const printedMessages = (): string[] =>
  printed.mock.calls.map(([error]: unknown[]) => (error as Error).message)

test.each<[Name | 'open', string]>([
  ['open', inWords('open')],
  ['headers', inWords('headers')],
  ['variesByCookie', inWords('variesByCookie')],
])('%s() that gives a promise is an error in words', async (name, body) => {
  expect(await answerBy(factoryWith(name, rejects))).toBe(body)
})

test.each<[Name, string]>([
  ['headers', 'at once'],
  ['variesByCookie', 'at once'],
])('what %s() throws goes to the error handling', async (name, body) => {
  expect(await answerBy(factoryWith(name, throws))).toBe(body)
})

test.each<[string, () => never, string]>([
  ['throws', throws, 'at once'],
  ['gives a promise', rejects, inWords('close')],
])('close() that %s is printed: the answer has gone out', async (_, fails, message) => {
  expect(await answerBy(factoryWith('close', fails))).toBe('ok')
  expect(printedMessages()).toEqual([message])
})

test.each<[Name, string, () => never, string]>([
  ['revision', 'throws', throws, 'at once'],
  ['revision', 'gives a promise', rejects, inWords('revision')],
  ['changes', 'throws', throws, 'at once'],
  ['changes', 'gives a promise', rejects, inWords('changes')],
])('%s() that %s breaks the answer off, and is printed', async (name, _, fails, message) => {
  expect(await answerBy(factoryWith(name, fails))).toBe('socket hang up')
  expect(printedMessages()).toEqual([message])
})

test.each<[Name | 'open', string]>([
  ['open', inWords('open')],
  ['headers', inWords('headers')],
])('in fetch, %s() that gives a promise is an error in words', async (name, message) => {
  const handle = withFetchSession(factoryWith(name, rejects), () => new Response('never seen'), {
    onError: (error) => new Response((error as Error).message),
    onCommitError: () => undefined,
  })
  expect(await (await handle(new Request('http://localhost/'))).text()).toBe(message)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(unheard).not.toHaveBeenCalled()
})

test('in fetch, close() that fails is printed', async () => {
  const handle = withFetchSession(factoryWith('close', throws), () => new Response('ok'))
  expect(await (await handle(new Request('http://localhost/'))).text()).toBe('ok')
  expect(printedMessages()).toEqual(['at once'])
})
