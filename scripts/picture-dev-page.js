// Takes the picture of docs/dev-page.md: a small shop is used by a browser, which then looks at its session.
// `npm run docs:dev-page`, after `npm run build`, with Debian's chromium.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

process.env['NODE_ENV'] = 'development'
const { generateKey, sealedCookieSessionFactory } = await import('cartouche')
const { sessionPage } = await import('cartouche/dev')
const { withSession } = await import('cartouche/node')

const PICTURE = fileURLToPath(new URL('../docs/dev-page.png', import.meta.url))

const page = sessionPage(sealedCookieSessionFactory(generateKey(), { reissueTime: 2 }))

/** What the shop does with a session, by path. */
const deeds = {
  '/': (request) => request.session.get('cart')?.length ?? 0,
  '/cart': ({ session }) => {
    session.set('cart', [
      ...session.get('cart', []),
      { title: 'Papyrus', price: 9n, at: new Date() },
    ])
    session.flash('Papyrus is in your cart.')
  },
  '/sign-in': ({ session }) => {
    session.subject = 'user 7'
    session.getCsrfToken()
  },
  '/overfill': ({ session }) => session.set('notes', 'x'.repeat(5000)),
  '/theme': ({ session }) =>
    session.set('settings', { theme: 'dark', languages: new Set(['en', 'el']) }),
}

const shop = withSession(
  page.factory,
  (request, response) => {
    deeds[request.url]?.(request)
    response.statusCode = request.url in deeds ? 200 : 404
    response.end('Done')
  },
  { onError: (_error, _request, response) => response.writeHead(500).end('Failed') },
)

const server = createServer((request, response) =>
  request.url === '/__session' ? page.handle(request, response) : shop(request, response),
)
server.listen(0, '127.0.0.1')
await once(server, 'listening')

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const context = await browser.newContext({
  baseURL: `http://localhost:${server.address().port}`,
  viewport: { width: 1180, height: 800 },
  colorScheme: process.argv.includes('--dark') ? 'dark' : 'light',
})
const tab = await context.newPage()
const visit = async (...paths) => {
  for (const path of paths) await tab.goto(path)
}
await visit('/__session', '/', '/cart', '/theme', '/sign-in')
await tab.waitForTimeout(3100)
await visit('/', '/', '/overfill', '/__session')
await tab.screenshot({ path: PICTURE, fullPage: true })
await browser.close()
server.close()
