/** An application with better-auth and its cookie cache beside ours, which knows from the cache who the user is. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/index.js'
import { betterAuthSessionFactory } from '../../src/languages/jwt.js'
import { findAuthPackages } from '../auth/installed.js'
import { behindOneAddress, changed, keep } from './address.js'
import type { Cookies } from './address.js'
import { createServerOf } from './ours.js'

const SECRET = 'секрет for both sides, of 32 letters or more'
const OTHER = 'another secret, which nobody shares with us'
const APP = fileURLToPath(new URL('better_auth_app.mjs', import.meta.url))
const LIFETIME = 300
const SETTINGS = { nested: { list: ['ü', 1.5, [null, true]] } }

interface Cached {
  session: object
  user: { name: string; createdAt?: string; settings?: unknown }
  updatedAt: number
}

/** What better-auth wants of one, and no more. */
const TIMES = { createdAt: '2024-02-29T21:30:00.250Z', updatedAt: '2024-02-29T21:30:00.250Z' }
const ADA = {
  session: { id: 's', userId: 'u', token: 't', expiresAt: '2099-12-31T00:00:00.000Z', ...TIMES },
  user: { id: 'u', name: 'ada', email: 'ada@example.org', emailVerified: true, ...TIMES },
  updatedAt: 1,
}

/** The pages of better_auth_app.mjs that ours has too; `created` is one of ours alone. */
function answerOf(page: string, session: Session<Cached>, form: URLSearchParams): string {
  const user = session.get('user')
  if (page === 'created') return String(user?.createdAt)
  if (page === 'sign_out') session.invalidate()
  if (page === 'rename') session.set('user', { ...user, name: form.get('user')! })
  return JSON.stringify(session.size === 0 ? null : Object.fromEntries(session.entries()))
}

const strategies = ['compact', 'jwt', 'jwe'] as const

describe.runIf(findAuthPackages()).each(strategies)('better-auth beside us, %s', (strategy) => {
  const factoryOf = (secret: string, options: object = {}) =>
    betterAuthSessionFactory<Cached>(secret, { strategy, secure: false, ...options })
  const visit = behindOneAddress(
    () =>
      spawn(process.execPath, [APP, SECRET, strategy], { stdio: ['ignore', 'pipe', 'inherit'] }),
    () => createServerOf(factoryOf(SECRET), answerOf),
  )

  async function signedIn(settings: unknown = SETTINGS): Promise<Cookies> {
    const cookies: Cookies = new Map()
    await visit(cookies, '/there/sign_in', { user: 'Zoë €', settings: JSON.stringify(settings) })
    return cookies
  }

  const at = async (cookies: Cookies, path: string): Promise<Cached | null> =>
    JSON.parse(await visit(cookies, path)) as Cached | null

  test('signed in there is signed in here, with nested data and dates as text', async () => {
    const cookies = await signedIn()
    const { session, user } = (await at(cookies, '/there/session'))!
    expect(user).toMatchObject({ name: 'Zoë €', settings: SETTINGS })
    expect(await at(cookies, '/here/session')).toMatchObject({ session, user })
    expect(await visit(cookies, '/here/created')).toBe(user.createdAt)
    expect(user.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  test.each([
    ['in one cookie', SETTINGS, 1],
    ['in pieces', { long: 'ü'.repeat(2500) }, 2],
  ])('a name that one side changes is changed for the other: %s', async (_, settings, pieces) => {
    const cookies = await signedIn(settings)
    for (const [side, other] of [
      ['there', 'here'],
      ['here', 'there'],
      ['there', 'here'],
    ] as const) {
      const name = `é of ${side}`
      await visit(cookies, `/${side}/rename`, { user: name })
      const page = other === 'there' ? 'cached' : 'session'
      expect((await at(cookies, `/${other}/${page}`))?.user).toMatchObject({ name, settings })
      expect((await at(cookies, '/there/session'))?.user).toMatchObject({ name, settings })
      const names = [...cookies.keys()].filter((name) => name.includes('session_data'))
      expect(names.length).toBeGreaterThanOrEqual(pieces)
    }
  })

  test('signed out there is signed out here', async () => {
    const cookies = await signedIn()
    expect((await at(cookies, '/here/session'))?.user.name).toBe('Zoë €')
    await visit(cookies, '/there/sign_out', {})
    expect(await at(cookies, '/here/session')).toBeNull()
    expect(await at(cookies, '/there/session')).toBeNull()
  })

  test('what is ended here is a copy: there the user is still signed in', async () => {
    const cookies = await signedIn()
    await visit(cookies, '/here/sign_out', {})
    expect(await at(cookies, '/there/cached')).toBeNull()
    expect((await at(cookies, '/there/session'))?.user.name).toBe('Zoë €')
    expect((await at(cookies, '/here/session'))?.user.name).toBe('Zoë €')
  })

  /** The cookies of a session that ours makes. */
  function made(secret: string, options?: object, data = ADA): Cookies {
    const { session, commit } = factoryOf(secret, options).open()
    session.update(data)
    const cookies: Cookies = new Map()
    for (const [, line] of commit()) keep(cookies, line)
    return cookies
  }

  async function expectName(cookies: Cookies, name: string | undefined): Promise<void> {
    expect((await at(new Map(cookies), '/here/session'))?.user.name).toBe(name)
    expect((await at(new Map(cookies), '/there/cached'))?.user.name).toBe(name)
  }

  test('what ours makes alone is read, and is no sign-in', async () => {
    await expectName(made(SECRET), 'ada')
    expect(await at(made(SECRET), '/there/session')).toBeNull()
  })

  test('what lacks a part that better-auth has put there is none to it', async () => {
    const { email: _, ...user } = ADA.user
    const cookies = made(SECRET, {}, { ...ADA, user: user as typeof ADA.user })
    expect((await at(cookies, '/here/session'))?.user.name).toBe('ada')
    expect(await at(cookies, '/there/cached')).toBeNull()
  })

  test('both refuse what has another secret', async () => {
    await expectName(made(OTHER), undefined)
    const theirs = Array.from(await signedIn(), (pair) => pair.join('=')).join('; ')
    expect(factoryOf(SECRET).open(theirs).session.new).toBe(false)
    expect(factoryOf(OTHER).open(theirs).session.new).toBe(true)
  })

  test('both refuse a changed character, at each of twenty places', async () => {
    const cookies = await signedIn()
    // Without it, better-auth asks the database.
    cookies.delete('better-auth.session_token')
    await expectName(cookies, 'Zoë €')
    for (const other of changed(cookies)) await expectName(other, undefined)
  })

  test('both refuse what has expired', async () => {
    const now = Date.now() / 1000
    await expectName(made(SECRET, { clock: () => now - LIFETIME + 60 }), 'ada')
    await expectName(made(SECRET, { clock: () => now - LIFETIME - 60 }), undefined)
    const theirs = Array.from(await signedIn(), (pair) => pair.join('=')).join('; ')
    const at = (age: number) => factoryOf(SECRET, { clock: () => now + age }).open(theirs).session
    expect(at(LIFETIME - 60).new).toBe(false)
    expect(at(LIFETIME + 60).new).toBe(true)
  })
})
