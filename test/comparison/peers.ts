import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createRequire } from 'node:module'
import { createCookie } from '@remix-run/cookie'
import { createCookieSessionStorage } from '@remix-run/session/cookie-storage'
import secureSession from '@fastify/secure-session'
import express from 'express'
import type { RequestHandler } from 'express'
import fastify from 'fastify'
import { H3, useSession } from 'h3'
import { toNodeHandler } from 'h3/node'
import { getIronSession } from 'iron-session'
import { withSession } from '../../src/bindings/node.js'
import { sealedCookieSessionFactory, storedSessionFactory } from '../../src/index.js'
import type { BindableFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { Page, Peer, PeerSession } from './peer.js'

// Some come without types.
const load = createRequire(import.meta.url)

const ours = (name: string, factory: (secret: string) => BindableFactory): Peer => ({
  name,
  serve: (secret, page) =>
    createServer(
      withSession(factory(secret), async ({ url, session }, response) => {
        response.end(
          await page(
            url!,
            ofMap(session, () => session.invalidate()),
          ),
        )
      }),
    ),
})

/** Where a session has methods for its values. */
const ofMap = (
  session: {
    get: (key: string) => unknown
    set: (key: string, value: unknown) => unknown
  },
  end: () => unknown,
): PeerSession => ({
  get: (key) => session.get(key),
  set: (key, value) => session.set(key, value),
  end,
})

/** Where they are properties. */
const ofObject = (
  session: Record<string, unknown>,
  end: () => unknown,
  save?: () => unknown,
): PeerSession => ({
  get: (key) => session[key],
  set: (key, value) => (session[key] = value),
  end,
  ...(save === undefined ? {} : { save }),
})

/** What Express's session libraries add, which no types are installed for. */
interface UntypedRequest {
  session: (Record<string, unknown> & { destroy(done: (error: unknown) => void): void }) | null
}

function onExpress(
  middleware: RequestHandler,
  sessionOf: (request: UntypedRequest) => PeerSession,
  page: Page,
): Server {
  const app = express()
  app.use(middleware)
  app.use(async (request, response) => {
    response.send(await page(request.url, sessionOf(request as never)))
  })
  return createServer(app as RequestListener)
}

const expressSession: Peer = {
  name: 'express-session',
  serve: (secret, page) =>
    onExpress(
      load('express-session')({ secret, resave: false, saveUninitialized: false }),
      ({ session }) => ofObject(session!, () => new Promise((done) => session!.destroy(done))),
      page,
    ),
}

const cookieSession: Peer = {
  name: 'cookie-session',
  serve: (secret, page) =>
    onExpress(
      load('cookie-session')({ keys: [secret] }),
      (request) => ofObject(request.session!, () => (request.session = null)),
      page,
    ),
}

const ironSession: Peer = {
  name: 'iron-session',
  serve: (password, page) =>
    createServer((request, response) => {
      const answer = async (): Promise<string> => {
        const options = { password, cookieName: 'session' }
        const session = await getIronSession<Record<string, unknown>>(request, response, options)
        const { end, save } = { end: () => session.destroy(), save: () => session.save() }
        return await page(request.url!, ofObject(session, end, save))
      }
      answer().then(
        (text) => response.end(text),
        () => response.writeHead(500).end(),
      )
    }),
}

const fastifySecureSession: Peer = {
  name: '@fastify/secure-session',
  async serve(secret, page) {
    let handler: RequestListener
    const app = fastify({
      serverFactory: (listener) => createServer((handler = listener as RequestListener)),
    })
    await app.register(secureSession, { secret, salt: 'a salt of 16 ch.' })
    app.get('/*', async ({ url, session }) => {
      return await page(
        url,
        ofMap(session as never, () => session.delete()),
      )
    })
    await app.ready()
    return createServer(handler!)
  },
}

const remix: Peer = {
  name: '@remix-run/session',
  serve: (secret, page) => {
    const cookie = createCookie('session', { secrets: [secret] })
    const storage = createCookieSessionStorage()
    return createServer(async (request, response) => {
      const session = await storage.read(await cookie.parse(request.headers.cookie ?? null))
      const text = await page(
        request.url!,
        ofMap(session as never, () => session.destroy()),
      )
      const saved = await storage.save(session)
      if (saved !== null) response.setHeader('Set-Cookie', await cookie.serialize(saved))
      response.end(text)
    })
  },
}

const h3: Peer = {
  name: 'h3',
  serve(password, page) {
    const app = new H3()
    app.all('/**', async (event) => {
      const session = await useSession<Record<string, unknown>>(event, { password })
      const changed: Record<string, unknown> = {}
      return await page(event.url.pathname, {
        get: (key) => session.data[key],
        set: (key, value) => (changed[key] = value),
        save: () => session.update(changed),
        end: () => session.clear(),
      })
    })
    return createServer(toNodeHandler(app) as RequestListener)
  },
}

/** In the order of the table. */
export const PEERS: readonly Peer[] = [
  ours('cartouche, sealed', (key) => sealedCookieSessionFactory(key)),
  ours('cartouche, stored', (key) => storedSessionFactory(memoryStore(), key)),
  expressSession,
  cookieSession,
  ironSession,
  fastifySecureSession,
  remix,
  h3,
]
