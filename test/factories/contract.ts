/** What every session factory must do. A factory joins by a row in contract.test.ts. */
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { OptionError } from '../../src/index.js'
import type { DeserializeError, OpenSession, Secrets, SessionFactory } from '../../src/index.js'

type Data = Record<string, unknown>

/** How to make a factory of one kind. */
export interface FactoryKind {
  readonly make: (secret: Secrets, options: object) => SessionFactory<Data>
  /** The names that the kind has for common options. */
  readonly names: {
    readonly cookieName: string
    readonly maxAge: string
    readonly sameSite: string
    readonly secure: string
    readonly setOnException: string
  }
  /** Whether its rules are today's: what is Pyramid's is left out. Its tests are those of test/session. */
  readonly isModern?: boolean
  /** What is said of a cookie of another key. Default: what Pyramid's formats, or today's, say. */
  readonly anotherKey?: DeserializeError['code']
  /** Whether CSRF tokens look as the backend's do. */
  readonly hasOwnTokens?: boolean
  /** Whether a session is in two cookies, of which a value by itself is none. */
  readonly isSplit?: boolean
  /** Whether its numbers are those of JavaScript: no large integers. */
  readonly isPlain?: boolean
  /** What its cookies tell of the time at which the session began. Default: all. */
  readonly created?: 'all' | 'seconds' | 'nothing'
}

const SECRET = 'a long random secret that is longer than any hash, to be on the safe side of it'

/** In the place of a test that does not apply: it is none, and not one that is skipped. */
const NO_TEST = Object.assign(() => undefined, {
  each: () => () => undefined,
}) as unknown as typeof test

export function factoryContract(name: string, kind: FactoryKind): void {
  describe(`${name} (contract of factories)`, () => {
    const refused = vi.fn()
    const inPyramid = kind.isModern === true ? NO_TEST : test
    const whereHex = kind.hasOwnTokens === true ? NO_TEST : test
    const whereOne = kind.isSplit === true ? NO_TEST : test
    /** Keys have ids, where secrets have to be tried. */
    const { anotherKey = kind.isModern === true ? 'UNKNOWN_KEY' : 'BAD_SIGNATURE' } = kind
    let now: number
    const make = (options: object = {}, secret: Secrets = SECRET): SessionFactory<Data> =>
      kind.make(secret, { clock: () => now, onInvalid: refused, ...options })

    beforeEach(() => {
      now = 1_700_000_000.25
      refused.mockClear()
    })

    /** What a session's commit sets, as a Cookie header. */
    const cookieOf = ({ commit }: OpenSession<Data>): string =>
      commit()
        .filter(([name]) => name === 'Set-Cookie')
        .map(([, line]) => line.split(';')[0])
        .join('; ')

    /** A request that sets `data`, and the Cookie header of the next. */
    function write(factory: SessionFactory<Data>, data: Data): string {
      const opened = factory.open()
      opened.session.update(data)
      return cookieOf(opened)
    }

    test('what is put in is what is got back', () => {
      const data = {
        none: null,
        truth: [true, false],
        numbers: [0, -1, 0.5, 1e300, ...(kind.isPlain === true ? [] : [2n ** 70n])],
        text: 'é€😀"\\\u0000',
        nested: { a: { b: [{ c: [] }] } },
        keys: { '2': 'two', '1': 'one', __proto__x: 1 },
      }
      const { session } = make().open(write(make(), data))
      expect(session.toJSON()).toEqual(data)
      expect(session.new).toBe(false)
      const told = { all: now, seconds: Math.floor(now), nothing: session.created }
      expect(session.created).toBe(told[kind.created ?? 'all'])
    })

    inPyramid('whole floats and the order of keys survive untouched values', () => {
      const first = write(make(), { a: { '2': 1, '1': 2 } })
      const second = make().open(first)
      second.session.changed()
      second.session.set('b', 1)
      const third = make().open(cookieOf(second))
      third.session.delete('b')
      expect(cookieOf(third)).toBe(first)
    })

    test('flash messages and the CSRF token last to the next request', () => {
      const first = make().open()
      first.session.flash('hello')
      first.session.flash('bad', 'error')
      const token = first.session.getCsrfToken()
      const second = make().open(cookieOf(first)).session
      expect(second.popFlash()).toEqual(['hello'])
      expect(second.popFlash('error')).toEqual(['bad'])
      expect(second.getCsrfToken()).toBe(token)
    })

    inPyramid('a session unused for longer than its timeout is empty', () => {
      const cookie = write(make(), { a: 1 })
      now = 1_700_000_000 + 1200
      expect(make().open(cookie).session.get('a')).toBe(1)
      now += 0.5
      const { session } = make().open(cookie)
      expect([session.size, session.new]).toEqual([0, false])
    })

    test.each([
      ['cut off', (cookie: string) => cookie.slice(0, -9)],
      ['changed', (cookie: string) => cookie.replaceAll(/(?<=^.{60}).|.(?=.{9}$)/g, another)],
      ['garbage', () => `${cookieName}=garbage`],
      ['empty', () => `${cookieName}=`],
      ['beyond latin-1', (cookie: string) => `${cookie.slice(0, 8)}"\u20ac"`],
    ])('a cookie that is %s starts a new session and is reported', (_, damage) => {
      const cookie = write(make(), { a: 1 })
      expect(make().open(damage(cookie)).session.new).toBe(true)
      expect(refused).toHaveBeenCalledExactlyOnceWith(
        expect.objectContaining({ name: 'DeserializeError', code: expect.any(String) }),
      )
    })
    const cookieName = 'session'
    const another = (character: string): string => (character === 'A' ? 'B' : 'A')

    test('another secret signs nothing we take', () => {
      const cookie = write(make({}, 'another secret'), { a: 1 })
      expect(make().open(cookie).session.new).toBe(true)
      expect(refused.mock.calls).toEqual([[expect.objectContaining({ code: anotherKey })]])
    })

    test('of several secrets the first signs and all verify', () => {
      const old = write(make({}, 'old'), { a: 1 })
      const rotating = make({}, ['new', 'old'])
      const opened = rotating.open(old)
      expect(opened.session.get('a')).toBe(1)
      opened.session.set('a', 2)
      const cookie = cookieOf(opened)
      expect(make({}, 'new').open(cookie).session.get('a')).toBe(2)
      expect(make({}, 'old').open(cookie).session.new).toBe(true)
    })

    test('an untouched session sends nothing', () => {
      const { session, commit } = make().open(write(make(), { a: 1 }))
      expect(session.new).toBe(false)
      expect(commit()).toEqual([])
    })

    inPyramid('more than 4064 characters are an error that names size and limit', () => {
      const { session, commit } = make().open()
      session.set('a', 'x'.repeat(4000))
      expect(() => commit()).toThrow(
        expect.objectContaining({
          code: 'COOKIE_TOO_LARGE',
          size: expect.any(Number),
          limit: 4064,
        }),
      )
    })

    describe('several cookies of one name', () => {
      const verifying = (): SessionFactory<Data> => make({ duplicates: 'verify' })
      const user = (factory: SessionFactory<Data>, header: string): unknown =>
        factory.open(header).session.get('user')

      inPyramid('the last one counts, as in Pyramid', () => {
        const [bob, eve] = [write(make(), { user: 'bob' }), write(make(), { user: 'eve' })]
        for (const factory of [make(), make({ duplicates: 'last' }), verifying()]) {
          expect(user(factory, `${bob}; ${eve}`)).toBe('eve')
          expect(user(factory, `${eve}; x=1; ${bob}`)).toBe('bob')
        }
        expect(make().open(`${bob}; session=tossed`).session.new).toBe(true)
        expect(refused).toHaveBeenCalledTimes(1)
      })

      test("with 'verify' the last of four that is a session", () => {
        const bob = write(make(), { user: 'bob' })
        const tossed = 'session=tossed'
        for (const header of [
          bob,
          `${bob}; ${tossed}`,
          `${tossed}; ${bob}`,
          `${bob};${tossed};${tossed};${tossed}`,
          `${bob}; session=; session; =session=x`,
          `x="; ${bob}; y="`,
          `x=1,session=tossed; ${bob}; y=1 session=tossed`,
        ]) {
          expect([header, user(verifying(), header)]).toEqual([header, 'bob'])
        }
        expect(refused).not.toHaveBeenCalled()
      })

      test("with 'verify' four are tried, no more, and the last one's fault is told once", () => {
        const bob = write(make(), { user: 'bob' })
        const other = write(make({}, 'another secret'), { user: 'eve' })
        const header = `${bob}${'; session=!'.repeat(3)}; ${other}`
        const { session } = verifying().open(header)
        expect([session.new, session.size]).toEqual([true, 0])
        expect(refused.mock.calls).toEqual([[expect.objectContaining({ code: anotherKey })]])
      })

      inPyramid("with 'verify' one that has expired is taken only where none is alive", () => {
        const old = write(make(), { user: 'old' })
        now += 1201
        const bob = write(make(), { user: 'bob' })
        expect(user(verifying(), `${bob}; ${old}`)).toBe('bob')
        expect(refused).not.toHaveBeenCalled()
        const { session } = verifying().open(`${old}; session=tossed`)
        expect([session.new, session.size]).toEqual([false, 0])
        expect(refused.mock.calls).toEqual([[expect.objectContaining({ code: 'EXPIRED' })]])
      })

      whereOne("with 'verify' a value that was parsed elsewhere is taken as it is", () => {
        const [, value] = /=(.*)/.exec(write(make(), { user: 'bob' }))!
        expect(verifying().open({ value }).session.get('user')).toBe('bob')
      })
    })

    inPyramid.each([
      [86_400, 'bob', []],
      [86_401, undefined, ['BAD_SESSION']],
      [86_400 * 365, undefined, ['BAD_SESSION']],
    ])('a session from %i seconds ahead', (ahead, expected, codes) => {
      now += ahead
      const cookie = write(make(), { user: 'bob' })
      now -= ahead
      const { session } = make({ timeout: null }).open(cookie)
      expect([session.get('user'), session.new]).toEqual([expected, expected === undefined])
      expect(refused.mock.calls.map(([{ code }]) => code)).toEqual(codes)
    })

    test.each([
      ['NaN', () => Number.NaN],
      ['Infinity', () => Infinity],
      ['text', () => '1700000000'],
      ['a Date', () => new Date()],
      ['a bigint', () => 1n],
      ['no date', () => 1e13],
      ['a date before the year 385', () => -1e11],
      ['a promise', () => Promise.resolve(1)],
      ['a promise that rejects', () => Promise.reject(new Error('x'))],
      ['nothing', () => undefined],
    ])('a clock that gives %s is an error when it is asked', (_, clock) => {
      const factory = make({ clock })
      expect(() => factory.open().session.set('a', 1)).toThrow(
        expect.objectContaining({ name: 'OptionError', option: 'clock' }),
      )
    })

    inPyramid.each([
      ['too few bytes', () => Buffer.alloc(19)],
      ['none', () => new Uint8Array()],
      ['text', () => 'x'.repeat(20)],
      ['a list', () => Array.from({ length: 20 }, () => 1)],
      ['wider numbers', () => new Uint16Array(20)],
      ['a promise', () => Promise.resolve(Buffer.alloc(20))],
      ['a promise that rejects', () => Promise.reject(new Error('x'))],
      ['nothing', () => undefined],
    ])('randomBytes that gives %s is an error when it is asked', (_, randomBytes) => {
      const { session } = make({ randomBytes }).open()
      const problem = expect.objectContaining({ name: 'OptionError', option: 'randomBytes' })
      expect(() => session.newCsrfToken()).toThrow(problem)
      expect(() => session.getCsrfToken()).toThrow(problem)
      expect(session.has('_csrft_')).toBe(false)
    })

    whereHex('of more random bytes than were asked for the first are taken', () => {
      const { session } = make({ randomBytes: () => Buffer.alloc(99, 1) }).open()
      expect(session.newCsrfToken()).toBe('01'.repeat(20))
    })

    whereHex('randomBytes may come from another realm', () => {
      const bytes = runInNewContext('new Uint8Array(20).fill(7)') as Uint8Array
      expect(
        make({ randomBytes: () => bytes })
          .open()
          .session.newCsrfToken(),
      ).toBe('07'.repeat(20))
    })

    inPyramid('the options reach the cookie', () => {
      const { names } = kind
      const factory = make({
        [names.cookieName]: 'sid',
        [names.maxAge]: 60,
        [names.sameSite]: 'Strict',
        [names.secure]: true,
      })
      const { session, commit } = factory.open()
      session.set('a', 1)
      expect(commit()[0]![1]).toMatch(
        /^sid=[^;]+; Max-Age=60; Path=\/; expires=Tue, 14-Nov-2023 22:14:20 GMT; secure; SameSite=Strict$/,
      )
    })

    test('no cookie after an exception, if so configured', () => {
      const { session, commit } = make({ [kind.names.setOnException]: false }).open()
      session.set('a', 1)
      expect(commit({ exception: new Error('boom') })).toEqual([])
    })

    test.each([
      ['unknown', 1],
      ['timeout', 'ten'],
      ['timeout', {}],
      ['onInvalid', 1],
      ['duplicates', 'first'],
      [kind.names.cookieName, 'a;b'],
      [kind.names.maxAge, 'soon'],
      [kind.names.sameSite, 'None'],
      [kind.names.sameSite, 'Sometimes'],
    ])('the option %s: %j is refused by name', (option, value) => {
      const configure = () => make({ [option]: value })
      expect(configure).toThrow(OptionError)
      expect(configure).toThrow(expect.objectContaining({ option }))
    })

    inPyramid.each([
      [''],
      [[]],
      [['a', '']],
      [['a', 'b', 'a']],
      [['\u00e9', Uint8Array.of(0xe9)]],
      [['\u20ac', Uint8Array.of(0xe2, 0x82, 0xac)]],
      [7],
      [null],
    ])('the secret %j is refused', (secret) => {
      expect(() => make({}, secret as Secrets)).toThrow(
        expect.objectContaining({ option: 'secret' }),
      )
    })
  })
}
