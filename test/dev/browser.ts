/** A browser that uses an application, and then asks for the page. */
import { sessionPage } from '../../src/dev/index.js'
import type { SessionPageOptions } from '../../src/dev/index.js'
import { withSession } from '../../src/bindings/fetch.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { CookieJar, testClock } from '../../src/testing/index.js'
import type { TestClock } from '../../src/testing/index.js'
import { listedIn } from '../contracts/binding/listed.js'
import type { Listed } from '../contracts/binding/listed.js'

type AnySession = Session<Record<string, unknown>>
/** What a visit does with the session. */
export type Deed = (session: AnySession, request: Request) => unknown

const SITE = 'http://localhost'

export interface Browser {
  readonly clock: TestClock
  readonly jar: CookieJar
  /** Asks the application for a path: what it does with the session. */
  readonly visit: (path: string, deed: Deed, method?: string) => Promise<Response>
  readonly page: () => Promise<Response>
  readonly list: () => Promise<readonly Listed[]>
  /** Another browser, which uses the same application. */
  readonly another: () => Browser
}

/** Makes the factory of an application, of whatever data. */
export type Make = (clock: TestClock) => { readonly open: (...args: never[]) => object }

export function browser(make: Make, options?: SessionPageOptions): Browser {
  const clock = testClock()
  const { factory, fetch } = sessionPage(make(clock), options)
  let deed: Deed = () => undefined
  const handler = async (request: Request, session: AnySession): Promise<Response> => {
    await deed(session, request)
    return new Response('done')
  }
  const onError = (): Response => new Response('failed', { status: 500 })
  const onCommitError = (): void => undefined
  const app = withSession(factory as unknown as BindableFactory<Record<string, unknown>>, handler, {
    onError,
    onCommitError,
    // Only what a visit checks itself: it comes from nowhere.
    csrf: { requireCsrf: false, ownOrigin: 'https://localhost' },
  })
  return browsing(app, fetch, clock, (next) => (deed = next))
}

function browsing(
  app: (request: Request) => Promise<Response>,
  fetch: (request: Request) => Promise<Response>,
  clock: TestClock,
  next: (deed: Deed) => void,
): Browser {
  const jar = new CookieJar({ clock })
  const page = (): Promise<Response> => jar.request(fetch, `${SITE}/__session`)
  return {
    clock,
    jar,
    visit: (path, deed, method = 'GET') => {
      next(deed)
      return jar.request(app, SITE + path, { method })
    },
    page,
    list: async () => listedIn(await (await page()).text()),
    another: () => browsing(app, fetch, clock, next),
  }
}
