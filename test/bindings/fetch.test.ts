import { describe, expect, test } from 'vitest'
import { withSession } from '../../src/bindings/fetch.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import { bindingContract, describeError } from './contract.js'
import type { Reply } from './contract.js'

function respond(reply: Reply): Response {
  if (reply.location !== undefined)
    return Response.redirect(`http://localhost${reply.location}`, 302)
  const headers = new Headers()
  for (const [name, value] of reply.headers ?? []) headers.append(name, value)
  const init = { status: reply.status ?? 200, headers }
  if (reply.chunks.length < 2) return new Response(reply.chunks[0] ?? null, init)
  return new Response(ReadableStream.from(reply.chunks).pipeThrough(new TextEncoderStream()), init)
}

bindingContract('fetch', async (factory, app) => {
  const handle = withSession(
    factory,
    async (request, session) => respond(await app(new URL(request.url).pathname, () => session)),
    { onError: (error) => new Response(describeError(error), { status: 500 }) },
  )
  return {
    request: async (path, cookie) => {
      const headers = new Headers(cookie === undefined ? {} : { cookie })
      const response = await handle(new Request(`http://localhost${path}`, { headers }))
      return {
        status: response.status,
        setCookies: response.headers.getSetCookie(),
        body: await response.text(),
        location: response.headers.get('location')?.replace('http://localhost', '') ?? null,
      }
    },
    stop: () => undefined,
  }
})

describe('withSession for fetch', () => {
  const sessions = unencryptedCookieSessionFactoryConfig('seekrit')

  test('an untouched response is passed on as it is', async () => {
    const response = new Response('as it is')
    const handle = withSession(sessions, () => response)
    expect(await handle(new Request('http://localhost/'))).toBe(response)
  })

  test("the platform's further arguments are passed on", async () => {
    const handle = withSession(
      sessions,
      (_request, _session, env: { name: string }, context: number) =>
        new Response(env.name + context),
    )
    const response = await handle(new Request('http://localhost/'), { name: 'env' }, 3)
    expect(await response.text()).toBe('env3')
  })

  test('without onError the error is passed on to the platform', async () => {
    const handle = withSession(sessions, (_request, session) => {
      session.set('a', 1)
      throw new Error('boom')
    })
    await expect(handle(new Request('http://localhost/'))).rejects.toThrow('boom')
  })
})
