/** What is printed where a store cannot be read, and the application does not answer errors itself. */
import { createApp, eventHandler, toNodeListener } from 'h3-1'
import { H3 } from 'h3'
import { Hono } from 'hono'
import { createRequestHandler } from 'react-router'
import { afterEach, expect, test, vi } from 'vitest'
import * as astro from '../../src/bindings/astro.js'
import { withSession } from '../../src/bindings/fetch.js'
import * as h3 from '../../src/bindings/h3.js'
import * as hono from '../../src/bindings/hono.js'
import * as nuxt from '../../src/bindings/nuxt.js'
import * as reactRouter from '../../src/bindings/react-router.js'
import * as sveltekit from '../../src/bindings/sveltekit.js'
import { StoreUnavailable } from '../../src/index.js'
import type { BindableFactory } from '../../src/index.js'
import { sessions } from '../contracts/binding/support.js'
import { listen } from './listen.js'
import { pageOf } from './react-router-build.js'
import { buildOf } from './react-router-manifest.js'

const down = new StoreUnavailable('own', 'read')
const factory: BindableFactory = {
  needsLoad: true,
  open: (...args) =>
    Object.assign(sessions.open(...args), { load: () => Promise.reject(down) }) as never,
}

const ok = async (): Promise<Response> => new Response('ok')
const requestOf = (): Request => new Request('http://localhost/')
const contextOf = () => ({ request: requestOf(), locals: {} })

async function askNuxt(): Promise<{ status: number }> {
  const h3App = createApp()
  nuxt.session(factory)({ h3App })
  h3App.use(eventHandler(() => 'ok'))
  const server = await listen(toNodeListener(h3App))
  try {
    return await server.request('/')
  } finally {
    await server.stop()
  }
}

function askReactRouter(): Promise<Response> {
  const reply = { chunks: ['ok'] }
  const route = pageOf(
    async () => reply,
    (error) => ({ status: (error as { status: number }).status, chunks: [] }),
  )
  const handleError = vi.fn()
  const build = buildOf(route, reactRouter.session(factory), handleError)
  return createRequestHandler(build, 'production')(requestOf())
}

const app = () => new Hono().use(hono.session(factory)).get('/', ok)

afterEach(() => void vi.restoreAllMocks())

test.each<[string, () => { status: number } | Promise<{ status: number }>]>([
  ['fetch handlers', () => withSession(factory, ok)(requestOf())],
  ['Hono', () => app().request('/')],
  ['h3', () => new H3().use(h3.session(factory)).get('/', ok).request('/')],
  ['Nuxt', askNuxt],
  ['React Router', askReactRouter],
  ['Astro', () => astro.session(factory)(contextOf(), ok)],
  ['SvelteKit', () => sveltekit.session(factory)({ event: contextOf(), resolve: ok })],
])('in %s it is printed once', async (_, ask) => {
  const print = vi.spyOn(console, 'error').mockReturnValue(undefined)
  expect((await ask()).status).toBe(503)
  const [args, ...more] = print.mock.calls
  expect(more).toEqual([])
  const error = args!.at(-1) as Error
  expect([error, error.cause]).toContain(down)
})

test('what onError of Hono answers is not', async () => {
  const print = vi.spyOn(console, 'error').mockReturnValue(undefined)
  const answer = await app()
    .onError((_, c) => c.text('page', 503))
    .request('/')
  expect([answer.status, await answer.text()]).toEqual([503, 'page'])
  expect(print).not.toHaveBeenCalled()
})
