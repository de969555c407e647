/**
 * No request ends the process: every fault of `routes.mjs` by every binding, against every way in which an
 * application handles errors. A binding joins by its routes and a row of {@link BINDINGS}.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { faultNames, hijacked, pastKoa } from './routes.mjs'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const OWN = { isOwnPage: true }
const PLAIN = { isOwnPage: false }

/** The ways of Express to handle errors, and who answers then. */
const EXPRESS = {
  own: OWN,
  late: OWN,
  pooled: OWN,
  'status first': OWN,
  none: PLAIN,
  throws: PLAIN,
  exceptions: OWN,
}

/** By binding: the ways to handle errors, and who answers then. */
const BINDINGS = {
  node: {
    own: OWN,
    late: OWN,
    pooled: OWN,
    'status first': OWN,
    none: PLAIN,
    throws: PLAIN,
    rejects: PLAIN,
    nothing: PLAIN,
  },
  express: EXPRESS,
  'express-4': EXPRESS,
  fetch: { own: OWN, late: OWN, none: PLAIN, throws: PLAIN, rejects: PLAIN, nothing: PLAIN },
  hono: { own: OWN, late: OWN, none: PLAIN, throws: PLAIN, rejects: PLAIN },
  elysia: { own: OWN, late: OWN, none: PLAIN, throws: PLAIN, rejects: PLAIN },
  fastify: {
    own: OWN,
    late: OWN,
    pooled: OWN,
    'status first': OWN,
    none: PLAIN,
    throws: PLAIN,
    rejects: PLAIN,
  },
  koa: { own: OWN, 'own onerror': OWN, late: OWN, none: PLAIN, throws: PLAIN },
} as const

/** Those of bindings whose handlers give a Response in which the error is passed on to the platform. */
const PASS_ON: Readonly<Record<string, readonly string[]>> = {
  fetch: ['none'],
  hono: ['throws', 'rejects'],
  elysia: ['throws', 'rejects'],
}

const rows = Object.entries(BINDINGS).flatMap(([binding, modes]) =>
  Object.entries(modes).map(([mode, expected]) => ({
    binding: binding as keyof typeof BINDINGS,
    mode,
    expected,
  })),
)

describe.each(rows)('$binding, error handling "$mode"', ({ binding, mode, expected }) => {
  let child: ChildProcess
  let port: number
  let ended: string | undefined

  beforeAll(async () => {
    const server = new URL('server.mjs', import.meta.url)
    child = fork(server, [binding, mode], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let printed = ''
    child.stderr!.on('data', (chunk) => (printed += String(chunk)))
    child.on('exit', (code, signal) => (ended = `${code ?? signal}: ${printed}`))
    port = await new Promise((resolve, reject) => {
      child.on('message', (value) => resolve(value as number))
      child.on('exit', () => reject(new Error(printed)))
    })
  })
  afterAll(() => child.kill())

  function send(name: string, { method = 'GET', cookie = '', query = '' } = {}): Promise<Answer> {
    const path = `/${encodeURIComponent(name)}${query}`
    const headers = cookie === '' ? {} : { cookie }
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { port, host: '127.0.0.1', path, method, headers, agent: false },
        (response) => {
          let body = ''
          response.on('data', (chunk) => (body += String(chunk)))
          response.on('error', reject)
          response.on('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, body }),
          )
        },
      )
      outgoing.setTimeout(10_000, () => outgoing.destroy(new Error(`${name}: no answer`)))
      outgoing.on('error', reject)
      outgoing.end()
    })
  }

  const heard = async (): Promise<{ commitErrors: number; isOpen: boolean }> =>
    JSON.parse((await send('heard')).body) as never

  afterEach(async () => {
    const { body } = await send('ok')
    if (body !== 'ok' || ended !== undefined) throw new Error(`The process ended: ${ended}`)
  })

  /** That an answer is the one of the application's error handling, or the plain one that stands in for it. */
  function expectError(answer: Answer, isOwnPage = expected.isOwnPage): void {
    expect(answer.status).toBe(500)
    expect(answer.headers['x-error-page']).toBe(isOwnPage ? '1' : undefined)
    expect(answer.body.startsWith('error page: ')).toBe(isOwnPage)
  }

  /** Where `onError` does nothing, each answer takes a second. */
  const faults = faultNames[binding].filter(
    (name) => mode !== 'nothing' || /^(?:end|pipe a file|throw|respond)$/.test(name),
  )

  const isExpress = binding.startsWith('express')

  // Express is behind its error handlers where no route was found. Koa's middleware is done where a head is written.
  const isPast = (fault: string): boolean =>
    (isExpress && fault === 'no route') ||
    (binding === 'fastify' && hijacked.includes(fault)) ||
    (binding === 'koa' && mode !== 'own onerror' && pastKoa.includes(fault))

  // Who answers and goes on all the same has Express look for another route.
  const goesOn = (fault: string): boolean => fault === 'an answer and next()'

  // Of two errors the error handlers of Express and Fastify get both, and who answers first is not told.
  const isTwo = (fault: string): boolean =>
    ((isExpress || binding === 'fastify') && fault === 'end and throw') ||
    (binding === 'fastify' && fault === 'a payload and an error')

  test.each(faults.filter(isTwo))('%s: others are answered', async (fault) => {
    await send(fault).catch(() => undefined)
    expect((await send('ok')).body).toBe('ok')
  })

  test.each(faults.filter((name) => name !== 'no response' && !isTwo(name)))(
    '%s',
    async (fault) => {
      const answer = await send(fault)
      if (goesOn(fault))
        expect([answer.status, answer.headers['x-error-page']]).toEqual([404, undefined])
      else expectError(answer, expected.isOwnPage && !isPast(fault))
      expect(answer.body).not.toMatch(/never|seen|tick|xxxxx/)
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.headers.location).toBeUndefined()
      expect(answer.headers.etag).not.toBe('"x"')
    },
  )

  test.each(faults.filter((name) => /pipe|stream/.test(name)))(
    '%s: its source is not left open',
    async (fault) => {
      await send(fault)
      await vi.waitFor(async () => expect(await heard()).toMatchObject({ isOpen: false }))
    },
  )

  const isWeb = Object.hasOwn(PASS_ON, binding)
  const passesOn = PASS_ON[binding]?.includes(mode) === true
  test.each(passesOn ? [] : ['throw', 'reject'])(
    '%s: the hook hears of the session',
    async (fault) => {
      const before = await heard()
      await send(fault)
      expect((await heard()).commitErrors).toBeGreaterThan(before.commitErrors)
    },
  )

  test('a refused CSRF check in a session that is nearly full', async () => {
    let cookie: string | undefined
    for (let size = 3000; cookie === undefined; size -= 10) {
      const { status, headers } = await send('fill', { query: `?${size}` })
      if (status === 200) cookie = headers['set-cookie']![0]!.split(';')[0]!
    }
    const refused = await send('fill', { method: 'POST', cookie })
    expect(refused.status).toBe(/own|late|first|pooled|none|exceptions/.test(mode) ? 400 : 500)
    expect(refused.headers['set-cookie']).toBeUndefined()
  })

  test.each(
    ['change after the headers', 'first use after the headers'].filter(
      (name) => !isWeb || name.startsWith('change'),
    ),
  )('%s', async (name) => {
    expect((await send(name)).body).toBe('first SESSION_COMMITTED')
  })

  test.each(binding === 'node' ? ['answer and throw'] : [])('%s', async (name) => {
    expect((await send(name)).body).toBe('answered')
  })

  test.each(binding === 'node' ? ['begin to answer and reject'] : [])('%s', async (name) => {
    await expect(send(name)).rejects.toThrow(/aborted|hang up|reset/i)
  })

  test.each(isWeb ? [] : ['the end that was kept from before'])(
    '%s: its data is no head, whatever it looks like',
    async (name) => {
      const answer = await send(name).catch(() => undefined)
      expect(answer?.status ?? 500).toBe(500)
    },
  )

  test('save() that fails, told to the handler', async () => {
    const answer = await send('save that fails')
    expect([answer.status, answer.body]).toEqual([413, 'caught COOKIE_TOO_LARGE'])
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  const spoilt = isWeb
    ? faultNames[binding].filter((name) => name === 'no response')
    : ['a bad status message', 'a bad header']
  test.each(spoilt)('%s: the answer to the error carries the session', async (fault) => {
    const answer = await send(fault)
    expectError(answer)
    expect(answer.headers['set-cookie'] ?? []).toHaveLength(passesOn ? 0 : 1)
  })

  test('a client that goes away', async () => {
    const fault = faultNames[binding].find((name) => /^(?:pipeline|a) .*stream$/.test(name))!
    const outgoing = httpRequest({ port, host: '127.0.0.1', path: `/${encodeURIComponent(fault)}` })
    outgoing.on('error', () => undefined)
    outgoing.end()
    await new Promise((resolve) => setTimeout(resolve, 3))
    outgoing.destroy()
    await vi.waitFor(async () => expect(await heard()).toMatchObject({ isOpen: false }))
  })
})
