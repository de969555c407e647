/** What the documented settings of the CSRF check refuse. That they run is asked elsewhere. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { Server as HttpServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '../bindings/listen.js'
import type { Answer, Sent, Server } from '../contracts/binding/harness.js'
import { exampleBlocks, markdownBlocks } from './blocks.js'

const root = new URL('../../', import.meta.url)
const folder = new URL('build/refusals/', root)

const blocks = [
  ...exampleBlocks(new URL('src/bindings/', root)),
  ...['docs/csrf.md', 'docs/coming-from-pyramid.md', 'docs/moving-off-pyramid.md'].flatMap((name) =>
    markdownBlocks(new URL(name, root), name),
  ),
].filter(
  // What is only a part of an application cannot be asked by itself.
  ({ code }) =>
    /\bcsrf(?:\(|: \{)/.test(code) &&
    /\b(?:const (?:app|server|fetch)|function makeApp)\b/.test(code),
)

// What the examples read their secret from.
process.env['SESSION_SECRET'] ??= randomBytes(64).toString('hex')

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE']
const PATHS = ['/', '/form', '/form?a', '/sign-in', '/upload', '/upload/', '/webhooks/paid']
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

const BOUNDARY = 'multipart/form-data; boundary=----formdata-of-these-tests-0123456789'
const uploadWith = (token: string): string =>
  `------formdata-of-these-tests-0123456789\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n${token}\r\n------formdata-of-these-tests-0123456789--\r\n`

/** What a request without the right token may look like. */
const WRONG: readonly Sent[] = [
  {},
  { headers: { 'X-CSRF-Token': 'wrong' } },
  { headers: { 'X-CSRF-Token': '' } },
  { headers: FORM, body: 'csrf_token=wrong' },
  { headers: FORM, body: 'csrf_token=&csrf_token=' },
  { headers: { 'Content-Type': BOUNDARY }, body: uploadWith('wrong') },
]

/** What a request of another site may look like, where no token is asked for. */
const FOREIGN: readonly Sent[] = [
  { headers: { 'Sec-Fetch-Site': 'cross-site' } },
  { headers: { 'Sec-Fetch-Site': 'same-site', Origin: 'https://www.shop.example' } },
  { headers: { 'Sec-Fetch-Site': 'cross-site', Referer: 'https://pay.example/' } },
  { headers: { Origin: 'null' } },
  { headers: { Origin: 'https://evil.example', ...FORM }, body: 'a=1' },
  { headers: { Referer: 'https://evil.example/localhost' } },
]

/** Makes of the code of an example a module that imports the sources and gives out its application. */
function moduleOf(code: string): string {
  const sources = code
    .replaceAll("'cartouche'", "'../../src/index.js'")
    .replace(/'cartouche\/(\w+)'/g, "'../../src/bindings/$1.js'")
  return `${sources}
export const subject: unknown =
  typeof makeApp === 'function' ? makeApp('a long random secret')
  : typeof app === 'function' ? app
  : typeof server === 'object' ? server
  : typeof app === 'object' ? app
  : fetch
`
}

type Handle = (request: Request) => Promise<Response>

/** An application, by what its framework has to serve it. */
interface Application {
  /** Koa's. */
  readonly callback?: () => RequestListener
  /** Fastify's. */
  readonly ready?: () => Promise<unknown>
  readonly routing?: RequestListener
  /** Hono's and h3's. */
  readonly fetch?: Handle
  /** Elysia's. */
  readonly handle?: Handle
}

async function start(subject: unknown, isFetch: boolean): Promise<Server> {
  if (isFetch) return serverOf(subject as Handle)
  if (subject instanceof HttpServer)
    return listen(subject.listeners('request')[0] as RequestListener)
  if (typeof subject === 'function') return listen(subject as RequestListener)
  const app = subject as Application
  if (app.callback !== undefined) return listen(app.callback())
  if (app.routing === undefined) return serverOf((request) => (app.fetch ?? app.handle)!(request))
  await app.ready?.()
  return listen(app.routing)
}

function serverOf(handle: Handle): Server {
  return {
    request: async (path, cookie, sent = {}) => {
      const headers = { ...sent.headers, ...(cookie !== undefined && { cookie }) }
      const request = new Request(`http://localhost${path}`, { ...sent, headers })
      const response = await handle(request)
      return {
        status: response.status,
        setCookies: response.headers.getSetCookie(),
        body: await response.text(),
        location: null,
        header: (name) => response.headers.get(name),
      }
    },
    stop: () => undefined,
  }
}

describe.each(blocks.map(({ where, code }, index) => [where, code, index] as const))(
  '%s',
  (_, code, index) => {
    let server: Server
    beforeAll(async () => {
      mkdirSync(folder, { recursive: true })
      const file = new URL(`${index}.ts`, folder)
      writeFileSync(file, moduleOf(code))
      const { subject } = (await import(/* @vite-ignore */ file.pathname)) as { subject: unknown }
      server = await start(subject, code.includes('const fetch ='))
    })
    afterAll(() => server.stop())

    const isExempt = (path: string): boolean =>
      path.startsWith('/webhooks') &&
      (code.includes("'/webhooks', exemptFromCsrf()") || code.includes('exempt: '))

    const isByMetadata = code.includes("mode: 'fetch-metadata'")
    const asksForToken = !isByMetadata || code.includes('csrf()')
    const wrong = [...(isByMetadata ? FOREIGN : []), ...(asksForToken ? WRONG : [])]

    test.each(METHODS)('a %s that is wrong is refused', async (method) => {
      for (const path of PATHS.filter((path) => !isExempt(path))) {
        for (const sent of method === 'POST' ? wrong : wrong.slice(0, 1)) {
          const answer = await server.request(path, undefined, { ...sent, method })
          const said = `${path} ${JSON.stringify(sent)}`
          expect(answer.setCookies, said).toEqual([])
          // Fastify refuses types of content that nothing parses, before anything else.
          expect(answer.status === 415 ? 400 : answer.status, said).toBe(400)
        }
      }
    })

    const hasUpload = code.includes("app.post('/upload'")
    if (hasUpload)
      test('an upload with its token passes', async () => {
        const { body, setCookies } = await server.request('/')
        const token = /name="csrf_token" value="([\w-]+)"/.exec(body)![1]!
        const upload = (text: string): Promise<Answer> =>
          server.request('/upload', setCookies[0]!.split(';')[0], {
            method: 'POST',
            headers: { 'Content-Type': BOUNDARY },
            body: uploadWith(text),
          })
        expect([(await upload(token)).status, (await upload(`${token}x`)).status]).toEqual([
          200, 400,
        ])
      })

    test('a page of another site is refused, with the right token too', async () => {
      const { body, setCookies } = await server.request('/')
      const token = /name="csrf_token" value="([\w-]+)"/.exec(body)?.[1] ?? 'none'
      const from = (Origin: string): Promise<Answer> =>
        server.request('/', setCookies[0]?.split(';')[0], {
          method: 'POST',
          headers: { Origin, 'Sec-Fetch-Site': 'cross-site', 'X-CSRF-Token': token },
        })
      for (const host of [
        'evil.example',
        'evil.pay.example',
        'pay.example.evil.example',
        'pay.example.',
      ]) {
        expect((await from(`https://${host}`)).status).toBe(400)
      }
      const isTrusted = code.includes("trustedOrigins: ['pay.example']")
      expect((await from('https://pay.example')).status === 400).toBe(!isTrusted)
    })
  },
)

test('there are such examples, in every binding and by Fetch Metadata', () => {
  expect(blocks.filter(({ code }) => code.includes("mode: 'fetch-metadata'")).length).toBe(3)
  expect(blocks.filter(({ code }) => code.includes("app.post('/upload'")).length).toBe(1)
  const where = blocks.map((block) => block.where).join()
  for (const name of ['node', 'express', 'fetch', 'koa', 'fastify', 'hono', 'elysia', 'csrf.md'])
    expect(where).toContain(name)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))
