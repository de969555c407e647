/**
 * What visitors do who go from an application of another backend to one of ours and back, behind one address. A backend
 * joins with a small program of its own, which has the pages of `pages` below under `/there/…`: it prints its port on a
 * line of its own when it listens, and serves until it is killed.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { ChildProcess } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withSession } from '../../src/bindings/node.js'
import type { BindableFactory, Session, SessionFactory } from '../../src/index.js'
import { createProxy } from './proxy.js'

/** One backend beside ours. */
export interface Language {
  /** Starts its application. Its standard output is read here. */
  readonly start: () => ChildProcess
  /** Ours, with the same key and the same cookie. `options` are common ones, such as `clock`. */
  readonly factory: (options?: object) => SessionFactory
  /** Ours, with another key. */
  readonly stranger: () => SessionFactory
  /** Seconds after which both call a cookie expired; `null`: never. */
  readonly lifetime: number | null
  /** Whether it has flash messages, under the queue of this name. */
  readonly flashQueue?: string
  /** Whether it checks the session's CSRF token, sent as `csrf_token`. */
  readonly checksCsrf?: boolean
  /** Values that both can hold, by names that are JSON texts; default {@link VALUES}. */
  readonly values?: object
}

/** What every backend can hold, non-ASCII text and nesting included. */
export const VALUES = {
  text: 'Zoë € 😀 "\\/<&>',
  empty: '',
  number: 42,
  negative: -7,
  half: 0.5,
  truth: [true, false],
  list: [1, 'two', [3, ['four']]],
  nested: { a: { b: { c: 'd' } }, é: 'ü' },
}

type Page = (session: Session, form: URLSearchParams, language: Language) => string

/** Members in one order, so that both sides print the same. */
const canonical = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(canonical)
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]))
}

const pages: Readonly<Record<string, Page>> = {
  /** Form: `user`. */
  sign_in: (session, form) => {
    session.set('user', form.get('user'))
    return 'signed in'
  },
  /** Ends the session as the backend ends one. */
  sign_out: (session) => {
    session.invalidate()
    return 'signed out'
  },
  /** The user, or `nobody`. */
  who: (session) => String(session.get('user') ?? 'nobody'),
  /** Adds one to `count`, and gives it. */
  count: (session) => {
    session.set('count', Number(session.get('count') ?? 0) + 1)
    return String(session.get('count'))
  },
  /** Form: `json`. Keeps its value under `value`. */
  keep: (session, form) => {
    session.set('value', JSON.parse(form.get('json')!))
    return 'kept'
  },
  /** The value as JSON; the test compares what it means. */
  kept: (session) => JSON.stringify(session.get('value') ?? null),
  /** Form: `message`. */
  flash: (session, form, { flashQueue }) => {
    session.flash(form.get('message'), flashQueue)
    return 'flashed'
  },
  /** All messages, with `|` between them; they are gone afterwards. */
  messages: (session, _, { flashQueue }) => session.popFlash(flashQueue).join('|'),
  /** The session's CSRF token, in the form that a form of this side sends. */
  token: (session) => session.getCsrfToken(),
  /** Form: `csrf_token`. `done`, or `refused` with status 400 or 403. */
  protected: (session, form) =>
    form.get('csrf_token') === session.getCsrfToken() ? 'done' : 'refused',
}

function createOurs(language: Language, factory: BindableFactory): Server {
  return createServer(
    withSession(factory, async (request, response) => {
      const name = request.url!.split('/')[2]!
      const form = new URLSearchParams(await text(request))
      const answer = pages[name]!(request.session, form, language)
      response.statusCode = answer === 'refused' ? 400 : 200
      response.end(answer)
    }),
  )
}

/** What a backend does not have is no test, and not one that is skipped. */
const onlyIf = (isThere: boolean): ((name: string, run: () => Promise<void>) => void) =>
  isThere ? test : () => undefined

/** All of a visitor's cookies. */
type Cookies = Map<string, string>

export function besideUs(name: string, language: Language): void {
  const { lifetime, flashQueue, checksCsrf = false, values = VALUES } = language
  let backend: ChildProcess
  const servers: Server[] = []
  let address: string

  const listen = async (server: Server): Promise<number> => {
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  async function visit(
    cookies: Cookies,
    path: string,
    form?: Record<string, string>,
  ): Promise<string> {
    const header = Array.from(cookies, ([key, value]) => `${key}=${value}`).join('; ')
    const response = await fetch(address + path, {
      redirect: 'manual',
      headers: header === '' ? {} : { cookie: header },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    return await response.text()
  }

  beforeAll(async () => {
    backend = language.start()
    const [printed] = (await once(createInterface(backend.stdout!), 'line')) as [string]
    const here = await listen(createOurs(language, language.factory()))
    address = `http://127.0.0.1:${await listen(createProxy({ there: Number(printed), here }))}`
  }, 120_000)

  afterAll(() => {
    backend?.kill()
    for (const server of servers) server.close()
  })

  describe.each([
    ['there', 'here'],
    ['here', 'there'],
  ])(`${name}: from %s to %s`, (one, other) => {
    test('signed in is signed in, signed out is signed out', async () => {
      const cookies: Cookies = new Map()
      expect(await visit(cookies, `/${other}/who`)).toBe('nobody')
      expect(await visit(cookies, `/${one}/sign_in`, { user: 'Zoë €' })).toBe('signed in')
      expect(await visit(cookies, `/${other}/who`)).toBe('Zoë €')
      expect(await visit(cookies, `/${one}/who`)).toBe('Zoë €')
      expect(await visit(cookies, `/${other}/sign_out`, {})).toBe('signed out')
      expect(await visit(cookies, `/${one}/who`)).toBe('nobody')
    })

    test('a counter counts on', async () => {
      const cookies: Cookies = new Map()
      const counts: string[] = []
      for (const side of [one, other, other, one, one, other]) {
        counts.push(await visit(cookies, `/${side}/count`, {}))
      }
      expect(counts).toEqual(['1', '2', '3', '4', '5', '6'])
    })

    test.each(Object.entries(values))('%s is the same', async (_, value) => {
      const cookies: Cookies = new Map()
      await visit(cookies, `/${one}/keep`, { json: JSON.stringify(value) })
      const first = JSON.parse(await visit(cookies, `/${other}/kept`)) as unknown
      expect(canonical(first)).toEqual(canonical(value))
      // Written again by the other side.
      await visit(cookies, `/${other}/count`, {})
      expect(canonical(JSON.parse(await visit(cookies, `/${one}/kept`)))).toEqual(canonical(value))
    })

    onlyIf(flashQueue !== undefined)('flash messages show once', async () => {
      const cookies: Cookies = new Map()
      await visit(cookies, `/${one}/flash`, { message: 'one é' })
      expect(await visit(cookies, `/${other}/messages`)).toBe('one é')
      expect(await visit(cookies, `/${one}/messages`)).toBe('')
    })

    onlyIf(checksCsrf)('a CSRF token made on one side is taken on the other', async () => {
      const cookies: Cookies = new Map()
      const token = await visit(cookies, `/${one}/token`)
      expect(token).not.toBe('')
      expect(await visit(cookies, `/${other}/protected`, { csrf_token: token })).toBe('done')
      const wrong = token.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
      expect(await visit(cookies, `/${other}/protected`, { csrf_token: wrong })).toBe('refused')
    })
  })

  describe(`${name}: both sides refuse`, () => {
    /** The cookies of a session that `factory` makes. */
    function made(factory: SessionFactory): Cookies {
      const { session, commit } = factory.open()
      session.set('user', 'ada')
      const cookies: Cookies = new Map()
      for (const [, line] of commit()) keep(cookies, line)
      return cookies
    }

    async function expectWho(cookies: Cookies, who: string): Promise<void> {
      expect(await visit(new Map(cookies), '/here/who')).toBe(who)
      expect(await visit(new Map(cookies), '/there/who')).toBe(who)
    }

    test('a session of another key', async () => {
      await expectWho(made(language.factory()), 'ada')
      await expectWho(made(language.stranger()), 'nobody')
    })

    test('a changed character, at each of twenty places', async () => {
      const whole = made(language.factory())
      const [[key, value]] = [...whole] as [[string, string]]
      for (let part = 0; part < 20; part++) {
        const at = Math.floor((value.length * part) / 20)
        const changed = value[at] === 'A' ? 'B' : 'A'
        const cookies = new Map(whole)
        cookies.set(key, value.slice(0, at) + changed + value.slice(at + 1))
        await expectWho(cookies, 'nobody')
      }
    })

    onlyIf(lifetime !== null)('a session that has expired', async () => {
      const now = Date.now() / 1000
      await expectWho(made(language.factory({ clock: () => now - lifetime! + 60 })), 'ada')
      await expectWho(made(language.factory({ clock: () => now - lifetime! - 60 })), 'nobody')
    })
  })
}

/** Keeps what a Set-Cookie line sets, as a browser does. */
function keep(cookies: Cookies, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const at = pair.indexOf('=')
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
  const age = attributes.find((attribute) => /^ *max-age=/i.test(attribute))?.split('=')[1]
  const expires = attributes.find((attribute) => /^ *expires=/i.test(attribute))?.split('=')[1]
  const isGone =
    age === undefined ? Date.parse(expires ?? '9999-12-31') <= Date.now() : Number(age) <= 0
  if (isGone) cookies.delete(name)
  else cookies.set(name, value)
}
