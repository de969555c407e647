/** What is answered to who asks for the page. */
import { digestOf } from '../crypto/hash.js'
import { randomBytes } from '../crypto/random.js'
import type { BindableFactory } from '../session/factory.js'
import type { SessionSettings } from '../session/settings.js'
import { newId } from '../session/state.js'
import { isLocal } from './allowed.js'
import type { From } from './allowed.js'
import { answerOf } from './commits.js'
import { markOf, marksIn, PAGE_COOKIE } from './marks.js'
import { eventsOf, trailsOf } from './shared-memory.js'
import type { Memory } from './shared-memory.js'
import { css } from './style.js'
import { Trail } from './trails.js'
import { pageOf } from './view.js'
import { inside } from './watch.js'
import { messageOf } from './words.js'

/** A request for the page, of whatever framework. */
export interface Asked extends From {
  readonly request: object
  readonly method: string
  readonly cookies: string
  readonly isSecure: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

const STYLE = digestOf('sha256', Buffer.from(css)).toString('base64')

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

const REMOTE =
  'This page answers only who asks for it on the machine itself: open it as http://localhost, or say sessionPage(factory, { allowRemote: true })\n'

export async function answerTo(
  asked: Asked,
  factory: BindableFactory<never>,
  { allowRemote }: { readonly allowRemote: boolean },
  memory: Memory,
): Promise<Answer> {
  memory.paths.add(answerOf(asked.request, {}).path)
  if (asked.method !== 'GET')
    return refusal(405, 'This page is only to be read\n', { Allow: 'GET' })
  if (!allowRemote && !isLocal(asked)) return refusal(403, REMOTE)
  try {
    return await shownTo(asked, factory, memory)
  } catch (error) {
    return refusal(500, `The session cannot be shown: ${messageOf(error)}\n`)
  }
}

function refusal(status: number, body: string, headers: Record<string, string> = {}): Answer {
  const type = { 'Content-Type': 'text/plain; charset=utf-8' }
  return { status, headers: { ...HEADERS, ...type, ...headers }, body }
}

/** The session is opened apart from the one that the binding has: to look at it is no access. */
async function shownTo(
  { cookies, request, isSecure }: Asked,
  factory: BindableFactory<never>,
  memory: Memory,
): Promise<Answer> {
  const opened = factory.open(cookies, request, () => isSecure)
  await opened.load?.()
  const { way, settings } = inside(opened.session)
  const state = way.state()
  opened.close()
  const { trail, headers } = trailFor(cookies, settings, memory)
  const events = eventsOf(memory, request, settings)
  const body = pageOf({ state, settings, cookies, events, isSecure, commits: trail.commits })
  const type = { 'Content-Type': 'text/html; charset=utf-8' }
  return { status: 200, headers: { ...HEADERS, ...type, ...headers }, body }
}

/** What is known of who asks; the browser is given the page's own cookie, by which it is known from then on. */
function trailFor(
  cookies: string,
  settings: SessionSettings,
  memory: Memory,
): { readonly trail: Trail; readonly headers: Record<string, string> } {
  const trails = trailsOf(memory, settings.cookieName)
  const { page, session } = marksIn(cookies, settings)
  const trail = trails.find([...page, ...session]) ?? new Trail()
  const pair = page.length > 0 ? undefined : `${PAGE_COOKIE}=${newId({ randomBytes }).id}`
  trails.mark(trail, pair === undefined ? page : [markOf(pair)])
  const line = `${pair}; Path=/; HttpOnly; SameSite=Lax`
  return { trail, headers: pair === undefined ? {} : { 'Set-Cookie': line } }
}
