/** The servers of one framework: starting them, and seeing that each does what it is measured for. */
import { setTimeout } from 'node:timers/promises'
import { startChild } from './child.js'
import { UNTIL_READING_REISSUES, VISITS } from './libraries.js'
import { BASELINE, hasSession } from './variants.js'

/** @import { Child } from './child.js' */
/** @import { Actions, LibraryName } from './libraries.js' */
/** @import { Variant } from './variants.js' */

/**
 * @typedef {object} Server
 * @property {Child} child
 * @property {string} origin
 * @property {string} cookie the Cookie header of who has logged in; empty if there was no cookie
 */

/** @typedef {ReadonlyMap<LibraryName, Server>} Servers */

/**
 * @param {string} framework
 * @param {readonly Variant[]} variants
 * @param {(child: Child) => void} started is told of every process, also when a later one fails
 * @returns {Promise<Servers>}
 */
export async function startServers(framework, variants, started) {
  /** @type {Map<LibraryName, Server>} */
  const servers = new Map()
  const libraries = [BASELINE, ...variants].flatMap((one) => [
    one.library,
    one.cookieOf ?? one.library,
  ])
  for (const library of new Set(libraries)) {
    const child = startChild(new URL('server.js', import.meta.url), [framework, library])
    started(child)
    const origin = `http://127.0.0.1:${await child.ask('port')}`
    const { cookie } = await request({ child, origin, cookie: '' }, 'login')
    servers.set(library, { child, origin, cookie: cookie ?? '' })
  }
  await setTimeout(UNTIL_READING_REISSUES)
  for (const variant of [BASELINE, ...variants]) await check(variant, servers)
  return servers
}

/** @type {(servers: Servers, library: LibraryName) => Server} */
export function serverOf(servers, library) {
  const server = servers.get(library)
  if (server === undefined) throw new Error(`There is no server for ${library}`)
  return server
}

/**
 * Sees that the response has what is in the session, that a Set-Cookie comes where one should, and
 * that the next request finds what this one wrote.
 *
 * @type {(variant: Variant, servers: Servers) => Promise<void>}
 */
async function check({ name, library, action, reissues }, servers) {
  const server = serverOf(servers, library)
  const before = await request(server, 'read')
  const reply = await request(server, action)
  const after = await request({ ...server, cookie: reply.cookie ?? server.cookie }, 'read')
  const visits = before.visits + (action === 'write' ? 1 : 0)
  const isReissued = reply.cookie !== undefined
  const isRight =
    before.visits >= (hasSession(library) ? VISITS : 1) &&
    reply.visits === (action === 'untouched' ? 1 : visits) &&
    after.visits === visits &&
    isReissued === reissues
  if (!isRight) {
    const seen = [before, reply, after].map(({ visits }) => visits).join(', ')
    throw new Error(`${name}: ${seen} visits, cookie ${isReissued ? '' : 'not '}reissued`)
  }
}

/** @type {(server: Server, action: keyof Actions) => Promise<{ visits: number, cookie?: string }>} */
async function request({ origin, cookie }, action) {
  const response = await fetch(`${origin}/${action}`, { headers: cookie === '' ? {} : { cookie } })
  const text = await response.text()
  if (!response.ok) throw new Error(`${origin}/${action}: ${response.status} ${text}`)
  const visits = Number(text.replace('Visit ', ''))
  const cookies = response.headers.getSetCookie().map((line) => line.split(';', 1)[0])
  return cookies.length === 0 ? { visits } : { visits, cookie: cookies.join('; ') }
}
