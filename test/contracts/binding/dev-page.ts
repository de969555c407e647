import { expect } from 'vitest'
import { sessionPage } from '../../../src/dev/index.js'
import {
  generateKey,
  sealedCookieSessionFactory,
  storedSessionFactory,
} from '../../../src/index.js'
import { memoryStore } from '../../../src/stores/memory.js'
import type { Behaviours, Start } from './behaviour.js'
import type { App } from './harness.js'
import { listedIn } from './listed.js'
import { cookiesOf, text } from './support.js'

/** The page of a factory: what starts frameworks may have said that this is production. */
function pageOf<Factory extends { readonly open: (...args: never[]) => object }>(factory: Factory) {
  const { NODE_ENV } = process.env
  process.env['NODE_ENV'] = 'development'
  try {
    return sessionPage(factory)
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
}

/** A shop of which one path puts something in, one reads, and one signs out; any other does not touch the session. */
const shop: App = (path, { session }) => {
  if (path === '/put') session().set('cart', ['apples'])
  if (path === '/read') return text(session().get('cart'))
  if (path === '/out') session().invalidate()
  if (path === '/fail') {
    session().set('seen', true)
    throw new Error('failed')
  }
  return text('ok')
}

/** What the page lists of visits in a row, the first of them first. */
async function listed(
  start: Start,
  { factory, fetch }: ReturnType<typeof pageOf<Parameters<typeof pageOf>[0]>>,
  paths: readonly string[],
): Promise<(readonly unknown[])[]> {
  const { request } = await start(shop, { factory: factory as never })
  const asked = await fetch(new Request('http://localhost/__session'))
  const known = asked.headers.getSetCookie()[0]!.split(';')[0]!
  let cookie = known
  for (const path of paths) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const answer = await request(path, cookie)
    if (answer.setCookies.length > 0) cookie = `${known}; ${cookiesOf(answer)}`
  }
  const page = await fetch(new Request('http://localhost/__session', { headers: { cookie } }))
  const items = listedIn(await page.text()).toReversed()
  return items.map(({ asked, badge, reasons }) => [asked, badge, reasons])
}

const NEW = ['a new session', 'added: cart']
const READ = [expect.stringMatching(/^nothing: it was only read/)]
const OUT = ['sign-out: invalidate(), and nothing was written to it since']

export const devPage: Behaviours = {
  'in development a page tells why each answer has set the cookie, taken it away, or left it':
    async (start) => {
      const page = pageOf(sealedCookieSessionFactory(generateKey()))
      const answers = await listed(start, page, ['/put', '/read', '/fail', '/out'])
      expect(answers).toEqual([
        [expect.stringMatching(/^GET \S*\/put → 200$/), 'Set-Cookie', NEW],
        [expect.stringMatching(/^GET \S*\/read → 200$/), 'no cookie', READ],
        [expect.stringMatching(/^GET \S*\/fail → 500$/), 'Set-Cookie', ['added: seen']],
        [expect.stringMatching(/^GET \S*\/out → 200$/), 'cookie taken away', OUT],
      ])
    },

  'so it does of a session in a store': async (start) => {
    const page = pageOf(storedSessionFactory(memoryStore(), generateKey()))
    const answers = await listed(start, page, ['/put', '/read', '/out'])
    expect(answers).toEqual([
      [expect.stringMatching(/^GET \S*\/put → 200$/), 'Set-Cookie', NEW],
      [expect.stringMatching(/^GET \S*\/read → 200$/), 'no cookie', READ],
      [expect.stringMatching(/^GET \S*\/out → 200$/), 'cookie taken away', OUT],
    ])
  },
}
