/**
 * What visitors do who go from an application of another backend to one of ours and back, behind one address. A backend
 * joins with a small program of its own, which has the pages of ours.ts under `/there/…`: it prints its port on a line
 * of its own when it listens, and serves until it is killed.
 */
import type { ChildProcess } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { SessionFactory } from '../../src/index.js'
import { behindOneAddress, changed, keep } from './address.js'
import type { Cookies } from './address.js'
import { testDates } from './dates.js'
import type { Dates } from './dates.js'
import { createOurs } from './ours.js'

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
  /** What becomes of a date. */
  readonly dates: Dates
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

/** Members in one order, so that both sides print the same. */
const canonical = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(canonical)
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]))
}

/** What a backend does not have is no test, and not one that is skipped. */
const onlyIf = (isThere: boolean): ((name: string, run: () => Promise<void>) => void) =>
  isThere ? test : () => undefined

export function besideUs(name: string, language: Language): void {
  const { lifetime, dates, flashQueue, checksCsrf = false, values = VALUES } = language
  const visit = behindOneAddress(language.start, () => createOurs(language.factory(), flashQueue))

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

    testDates(dates, one, other, visit)

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
      for (const cookies of changed(made(language.factory()))) {
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
