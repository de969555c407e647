/** How a session ends before its time: sign-in, sign-out, for one copy, for all, for all of one user. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  MemoryRevocationList,
  cookieSessionFactory,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type {
  CookieSessionOptions,
  Revocation,
  RevocationList,
  Session,
  SessionFactory,
  SessionIdentity,
} from '../../src/index.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

const START = 1_700_000_000.25
const HOUR = 3600
const heard = vi.fn()
let now: number
let revocation: RevocationList

beforeEach(() => {
  now = START
  heard.mockClear()
  revocation = new MemoryRevocationList({ clock: () => now })
})

type Make = (options?: CookieSessionOptions<Data>) => SessionFactory<Data>

const common = { clock: () => now, onEvent: heard }
const sealed: Make = (options) =>
  sealedCookieSessionFactory<Data>(keyOf('ends'), { ...common, ...options })
const signed: Make = (options) =>
  cookieSessionFactory<Data>(signedFormat(keyOf('ends')), { ...common, ...options })
const kinds: [string, Make][] = [
  ['sealed', sealed],
  ['signed', signed],
]
const events = (): unknown[] => heard.mock.calls.map(([{ type, reason }]) => reason ?? type)

const user = (session: Session<Data>): unknown => session.get('user')
const signIn =
  (name: string) =>
  (session: Session<Data>): string => {
    session.subject = name
    session.set('user', name)
    return session.id!
  }

/** A browser where `name` has signed in. */
function signedIn(factory: SessionFactory<Data>, name = 'ada'): Jar {
  const jar = new Jar()
  jar.visit(factory, signIn(name))
  return jar
}

describe('checklist 10: ids', () => {
  test.each(kinds)('%s: 128 bits at least, of the generator, and no two alike', (_, make) => {
    const ids = Array.from({ length: 1000 }, () => make().open().session.id!)
    expect(new Set(ids).size).toBe(1000)
    for (const id of ids) expect(Buffer.from(id, 'base64url').length).toBeGreaterThanOrEqual(16)
    const randomBytes = vi.fn((size: number) => new Uint8Array(size).fill(7))
    const { id } = make({ randomBytes }).open().session
    expect(id).toBe(Buffer.alloc(16, 7).toString('base64url'))
  })

  test.each(kinds)('%s: the id lasts from one request to the next', (_, make) => {
    const jar = new Jar()
    const id = jar.visit(make(), (session) => [session.set('a', 1).id])[0]
    now += 500
    expect(jar.visit(make(), (session) => session.id)).toBe(id)
    jar.visit(make(), (session) => session.set('a', 2))
    expect(jar.visit(make(), (session) => session.id)).toBe(id)
  })

  test("an id that the browser's cookie claims is not adopted", () => {
    const forged = cookieSessionFactory<Data>(signedFormat(keyOf('other')), common)
    const jar = new Jar()
    const id = jar.visit(forged, (session) => session.set('a', 1).id)
    expect(jar.visit(signed(), (session) => session.id)).not.toBe(id)
  })

  test('where the format carries none there is none', () => {
    expect(unencryptedCookieSessionFactoryConfig('s').open().session.id).toBeUndefined()
    expect(signedCookieSessionFactory('s').open().session.id).toBeUndefined()
  })
})

describe('checklist 11: regenerate()', () => {
  test.each(kinds)('%s: another id and another CSRF token, and the same data', (_, make) => {
    const jar = new Jar()
    const [id, token] = jar.visit(make(), (session) => {
      session.set('cart', [1]).flash('hello')
      return [session.id, session.getCsrfToken()]
    })
    jar.visit(make(), (session) => session.regenerate())
    expect(jar.lines).toHaveLength(1)
    jar.visit(make(), (session) => {
      expect(session.id).not.toBe(id)
      expect(session.get('cart')).toEqual([1])
      expect(session.peekFlash()).toEqual(['hello'])
      expect(session.getCsrfToken()).not.toBe(token)
      expect(session.getCsrfToken()).toMatch(/^[\da-f]{40}$/)
    })
  })

  test.each(kinds)('%s: who fixed the session before sign-in has nothing', (_, make) => {
    const factory = make({ revocation })
    const attacker = new Jar()
    attacker.visit(factory, (session) => session.set('seen', 1))
    const victim = attacker.copy()
    victim.visit(factory, signIn('ada'))
    expect(attacker.visit(factory, (session) => [user(session), session.new])).toEqual([
      undefined,
      true,
    ])
    expect(victim.visit(factory, user)).toBe('ada')
    expect(events()).toEqual(['revoked', 'REVOKED'])
  })

  test.each(kinds)(
    '%s: without a list the old cookie shows the time before sign-in only',
    (_, make) => {
      const attacker = new Jar()
      attacker.visit(make(), (session) => session.set('seen', 1))
      const victim = attacker.copy()
      victim.visit(make(), signIn('ada'))
      expect(attacker.visit(make(), (session) => [user(session), session.subject])).toEqual([
        undefined,
        undefined,
      ])
    },
  )

  test('the absolute timeout begins anew', () => {
    const [jar, factory] = [new Jar(), sealed({ idleTimeout: null })]
    jar.visit(factory, (session) => session.set('a', 1))
    now += 11 * HOUR
    jar.visit(factory, (session) => session.regenerate())
    now += 11 * HOUR
    expect(jar.visit(factory, (session) => [session.get('a'), session.created])).toEqual([
      1,
      START + 11 * HOUR,
    ])
  })

  test('two at once: the second begins anew, as after a sign-out in between', () => {
    const [jar, factory] = [new Jar(), sealed({ revocation })]
    jar.visit(factory, (session) => session.set('a', 1))
    const requests = [factory.open(jar.header), factory.open(jar.header)]
    for (const { session } of requests) session.get('a')
    for (const { session } of requests) session.regenerate()
    const jars = requests.map(({ commit }) => {
      const after = jar.copy()
      after.take(commit())
      return after
    })
    const ids = jars.map((after) => after.visit(factory, (session) => session.id))
    expect(new Set(ids).size).toBe(2)
    expect(jars.map((after) => after.visit(factory, (session) => session.get('a')))).toEqual([
      1,
      undefined,
    ])
    expect(jar.visit(factory, (session) => session.new)).toBe(true)
  })

  test.each([
    ['of Pyramid', unencryptedCookieSessionFactoryConfig<Data>('s')],
    ['of Pyramid 2', signedCookieSessionFactory<Data>('s')],
  ])('a session %s gets another CSRF token, too', (_, factory) => {
    const jar = new Jar()
    const token = jar.visit(factory, (session) => session.set('a', 1).getCsrfToken())
    jar.visit(factory, (session) => session.regenerate())
    jar.visit(factory, (session) => {
      expect([session.get('a'), session.has('_csrft_')]).toEqual([1, false])
      expect(session.getCsrfToken()).not.toBe(token)
    })
  })

  test('after the headers have gone out it is an error, and revokes nothing', () => {
    const factory = sealed({ revocation })
    const jar = signedIn(factory)
    const { session, commit } = factory.open(jar.header)
    session.get('user')
    commit()
    for (const end of [
      'regenerate',
      'invalidate',
      'destroy',
      'invalidateAll',
      'invalidateOthers',
    ] as const) {
      expect(() => session[end]()).toThrow(expect.objectContaining({ code: 'SESSION_COMMITTED' }))
    }
    expect(jar.visit(factory, user)).toBe('ada')
  })
})

describe('invalidate()', () => {
  test.each(kinds)('%s: takes the cookie away, with its attributes', (_, make) => {
    const factory = make({ path: '/shop', cookieName: '__Secure-shop', domain: 'shop.example' })
    const jar = new Jar()
    jar.visit(factory, (session) => session.set('a', 1))
    const attributes = (line: string): string[] =>
      line.split('; ').filter((part) => !/^(?:__Secure-shop|Max-Age|expires)=/.test(part))
    const set = attributes(jar.lines[0]!)
    jar.visit(factory, (session) => session.invalidate())
    expect(jar.lines).toHaveLength(1)
    expect(jar.lines[0]).toMatch(/^__Secure-shop=;/)
    expect(jar.lines[0]).toMatch(/; Max-Age=0(?:;|$)/)
    expect(jar.lines[0]).toMatch(/; expires=Thu, 01-Jan-1970 00:00:00 GMT(?:;|$)/)
    expect(attributes(jar.lines[0]!)).toEqual(set)
    expect(jar.header).toBe('')
  })

  test.each(kinds)('%s: what is written afterwards begins another session', (_, make) => {
    const jar = new Jar()
    const [id, token] = jar.visit(make(), (session) => {
      session.set('a', 1).subject = 'ada'
      return [session.id, session.getCsrfToken()]
    })
    now += 100
    jar.visit(make(), (session) => {
      session.invalidate()
      expect([session.new, session.size, session.subject, session.created]).toEqual([
        true,
        0,
        undefined,
        now,
      ])
      session.flash('Good bye')
    })
    expect(jar.lines).toHaveLength(1)
    expect(jar.lines[0]).not.toContain('Max-Age')
    jar.visit(make(), (session) => {
      expect([session.id === id, session.subject, session.created]).toEqual([false, undefined, now])
      expect(session.popFlash()).toEqual(['Good bye'])
      expect(session.getCsrfToken()).not.toBe(token)
    })
  })

  test('"remember me" does not go over to the session after it', () => {
    const jar = new Jar()
    jar.visit(sealed(), (session) => (session.set('a', 1).persistent = true))
    jar.visit(sealed(), (session) => {
      session.invalidate()
      session.flash('x')
    })
    expect(jar.lines[0]).not.toContain('Max-Age')
  })

  test('in Pyramid it empties the session, and no more', () => {
    const factory = unencryptedCookieSessionFactoryConfig<Data>('s', common)
    const jar = new Jar()
    jar.visit(factory, (session) => session.set('a', 1))
    jar.visit(factory, (session) => session.invalidate())
    expect(jar.lines[0]).not.toContain('Max-Age')
    expect(jar.visit(factory, (session) => [session.new, session.size])).toEqual([false, 0])
  })
})

describe('destroy()', () => {
  const refused = expect.objectContaining({ code: 'SESSION_DESTROYED' })

  test.each(kinds)('%s: ends the session, and none begins in this request', (_, make) => {
    const factory = make({ revocation })
    const jar = signedIn(factory)
    const thief = jar.copy()
    jar.visit(factory, (session) => {
      session.destroy()
      expect([session.size, session.get('user'), session.subject]).toEqual([
        0,
        undefined,
        undefined,
      ])
      expect(() => session.set('a', 1)).toThrow(refused)
      expect(() => session.flash('a')).toThrow(refused)
      expect(() => session.getCsrfToken()).toThrow(refused)
      expect(() => session.regenerate()).toThrow(refused)
      expect(() => session.invalidate()).toThrow(refused)
      expect(() => (session.subject = 'eve')).toThrow(refused)
    })
    expect(jar.lines[0]).toMatch(/^__Host-session=; Max-Age=0;/)
    expect(thief.visit(factory, user)).toBeUndefined()
    expect(jar.visit(factory, (session) => session.set('a', 1).new)).toBe(true)
  })
})

describe('checklist 14: a copied cookie after sign-out', () => {
  test.each(kinds)('%s: stops working when a list is given', (_, make) => {
    const factory = make({ revocation })
    const jar = signedIn(factory)
    const thief = jar.copy()
    now += 10
    expect(thief.visit(factory, user)).toBe('ada')
    jar.visit(factory, (session) => session.invalidate())
    expect(thief.visit(factory, (session) => [user(session), session.new])).toEqual([
      undefined,
      true,
    ])
    expect(events()).toEqual(['revoked', 'REVOKED'])
  })

  test.each(kinds)('%s: goes on up to its timeouts when none is', (_, make) => {
    const jar = signedIn(make())
    const thief = jar.copy()
    jar.visit(make(), (session) => session.invalidate())
    expect(thief.visit(make(), user)).toBe('ada')
    now += 1801
    expect(thief.visit(make(), user)).toBeUndefined()
    expect(events()).toEqual(['EXPIRED'])
  })

  test('an older text of the same session has ended with it', () => {
    const factory = sealed({ revocation })
    const jar = signedIn(factory)
    const older = jar.copy()
    now += 100
    jar.visit(factory, (session) => session.set('a', 1))
    jar.visit(factory, (session) => session.invalidate())
    expect(older.visit(factory, user)).toBeUndefined()
  })

  test('a request that was under way does not bring it back', () => {
    const factory = sealed({ revocation })
    const jar = signedIn(factory)
    const slow = factory.open(jar.header)
    slow.session.get('user')
    jar.visit(factory, (session) => session.invalidate())
    slow.session.set('a', 1)
    jar.take(slow.commit())
    expect(jar.visit(factory, user)).toBeUndefined()
  })

  test('nor does one that took a long time, when the list has been swept', () => {
    const factory = sealed({ revocation })
    const jar = signedIn(factory)
    now += 100
    const slow = factory.open(jar.header)
    slow.session.get('user')
    jar.visit(factory, (session) => session.invalidate())
    now += 1000
    slow.session.set('a', 1)
    jar.take(slow.commit())
    now += 810
    sweep()
    expect(jar.visit(factory, user)).toBeUndefined()
  })

  test('nor one whose clock is ahead by what is allowed', () => {
    const ahead = sealed({ revocation, clock: () => now + 50 })
    const jar = signedIn(ahead)
    const thief = jar.copy()
    jar.visit(sealed({ revocation }), (session) => session.invalidate())
    now += 1800 + 20
    sweep()
    expect(thief.visit(sealed({ revocation }), user)).toBeUndefined()
  })

  /** Adds so much to the list that it drops what is over. */
  function sweep(): void {
    for (let at = 0; at < 1100; at++) revocation.revoke({ id: `other ${now} ${at}`, until: now })
  }
})

describe('checklist 14: all sessions of a subject', () => {
  test.each(kinds)('%s: invalidateAll() signs out everywhere, and nobody else', (_, make) => {
    const factory = make({ revocation })
    const [phone, desk, bob] = [signedIn(factory), signedIn(factory), signedIn(factory, 'bob')]
    now += 100
    phone.visit(factory, (session) => session.invalidateAll())
    expect(phone.lines[0]).toContain('; Max-Age=0')
    expect([phone, desk, bob].map((jar) => jar.visit(factory, user))).toEqual([
      undefined,
      undefined,
      'bob',
    ])
    phone.visit(factory, signIn('ada'))
    expect(phone.visit(factory, user)).toBe('ada')
    expect(desk.visit(factory, user)).toBeUndefined()
  })

  test.each(kinds)('%s: invalidateOthers() leaves this one, with another id', (_, make) => {
    const factory = make({ revocation })
    const [phone, desk] = [signedIn(factory), signedIn(factory)]
    const thief = phone.copy()
    const id = phone.visit(factory, (session) => session.id)
    now += 100
    phone.visit(factory, (session) => session.invalidateOthers())
    expect([phone, desk, thief].map((jar) => jar.visit(factory, user))).toEqual([
      'ada',
      undefined,
      undefined,
    ])
    expect(phone.visit(factory, (session) => session.id)).not.toBe(id)
  })

  test.each([0, 0.0001, 0.0004, 0.0006, 0.0009])(
    'in one and the same millisecond (%f s into it)',
    (into) => {
      now = START + into
      const factory = sealed({ revocation })
      const [phone, desk, before] = [signedIn(factory), signedIn(factory), signedIn(factory)]
      phone.visit(factory, (session) => session.invalidateOthers())
      expect([phone, desk].map((jar) => jar.visit(factory, user))).toEqual(['ada', undefined])
      const after = signedIn(factory)
      expect(after.visit(factory, user)).toBe('ada')
      expect(before.visit(factory, user)).toBeUndefined()
      after.visit(factory, (session) => session.invalidateAll())
      expect(phone.visit(factory, user)).toBeUndefined()
      const last = signedIn(factory)
      expect([phone, desk, after, last].map((jar) => jar.visit(factory, user))).toEqual([
        undefined,
        undefined,
        undefined,
        'ada',
      ])
    },
  )

  test('while the clock stands still, whoever ends all others ends all others', () => {
    const factory = sealed({ revocation })
    const phone = signedIn(factory)
    for (let before = 0; before < 20; before++) {
      const others = [signedIn(factory), signedIn(factory)]
      expect(others.map((jar) => jar.visit(factory, user))).toEqual(['ada', 'ada'])
      phone.visit(factory, (session) => session.invalidateOthers())
      const alive = [phone, ...others].map((jar) => jar.visit(factory, user))
      expect([before, ...alive]).toEqual([before, 'ada', undefined, undefined])
    }
    const last = signedIn(factory)
    phone.visit(factory, (session) => session.invalidateAll())
    expect(last.visit(factory, user)).toBeUndefined()
  })

  test('what was said of a subject holds when something else is said later', () => {
    const list = new MemoryRevocationList()
    list.revoke({ subject: 'ada', before: 200, until: null })
    list.revoke({ subject: 'ada', before: 100, until: 300 })
    expect(list.isRevoked({ id: 'x', subject: 'ada', created: 200 })).toBe(true)
    expect(list.isRevoked({ id: 'x', subject: 'ada', created: 200.001 })).toBe(false)
    expect(list.isRevoked({ id: 'x', subject: undefined, created: 1 })).toBe(false)
  })

  test('without a list, or a subject, it is an error that changes nothing', () => {
    for (const end of ['invalidateAll', 'invalidateOthers'] as const) {
      const plain = signedIn(sealed())
      const wrong = expect.objectContaining({ code: 'BAD_VALUE' })
      plain.visit(sealed(), (session) => expect(() => session[end]()).toThrow(wrong))
      expect([plain.lines, plain.visit(sealed(), user)]).toEqual([[], 'ada'])
      const nobody = new Jar()
      nobody.visit(sealed({ revocation }), (session) => session.set('a', 1))
      nobody.visit(sealed({ revocation }), (session) => expect(() => session[end]()).toThrow(wrong))
      expect(nobody.lines).toEqual([])
    }
  })
})

describe('subject', () => {
  test.each(kinds)('%s: to set it is a sign-in, once', (_, make) => {
    const jar = new Jar()
    const [before, token] = jar.visit(make(), (session) => [
      session.set('a', 1).id,
      session.getCsrfToken(),
    ])
    const id = jar.visit(make(), signIn('ada'))
    expect(id).not.toBe(before)
    jar.visit(make(), (session) => {
      expect([session.subject, session.id, session.has('_csrft_')]).toEqual(['ada', id, false])
      session.subject = 'ada'
      expect(session.id).toBe(id)
    })
    expect(jar.lines).toEqual([])
    expect(jar.visit(make(), (session) => session.getCsrfToken())).not.toBe(token)
    jar.visit(make(), (session) => (session.subject = undefined))
    jar.visit(make(), (session) => {
      expect(session.subject).toBeUndefined()
      expect(session.id).not.toBe(id)
    })
  })

  test('alone it is worth a cookie', () => {
    const jar = new Jar()
    jar.visit(sealed(), (session) => (session.subject = 'user 7 – Zoë'))
    expect(jar.visit(sealed(), (session) => session.subject)).toBe('user 7 – Zoë')
  })

  test.each([[''], [7], [null], [{}]])('%j is none', (subject) => {
    const { session } = sealed().open()
    expect(() => (session.subject = subject as never)).toThrow(TypeError)
    expect(session.subject).toBeUndefined()
  })

  test('where the format carries none it is an error', () => {
    const { session } = unencryptedCookieSessionFactoryConfig('s').open()
    expect(() => (session.subject = 'ada')).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  })
})

describe('the list of an application', () => {
  const listOf = (isRevoked: unknown, revoke: unknown = () => undefined): RevocationList =>
    ({ isRevoked, revoke }) as RevocationList

  test('hears who it is, and when it was made', () => {
    const isRevoked = vi.fn((_: unknown) => false)
    const factory = sealed({ revocation: listOf(isRevoked) })
    const jar = new Jar()
    const id = jar.visit(factory, signIn('ada'))
    isRevoked.mockClear()
    jar.visit(factory, user)
    expect(isRevoked.mock.calls).toEqual([[{ id, subject: 'ada', created: START }]])
  })

  test('hears what has ended, and how long it has to know', () => {
    const revoke = vi.fn((_: Revocation) => undefined)
    const factory = sealed({ revocation: listOf(() => false, revoke) })
    const jar = new Jar()
    const id = jar.visit(factory, signIn('ada'))
    revoke.mockClear()
    jar.visit(factory, (session) => session.invalidateAll())
    expect(revoke.mock.calls).toEqual([
      [{ subject: 'ada', before: START, until: expect.any(Number) }],
      [{ id, until: expect.any(Number) }],
    ])
    for (const [{ until }] of revoke.mock.calls) {
      expect(until).toBeGreaterThan(START + 1800 + 60)
      expect(until).toBeLessThanOrEqual(START + 12 * HOUR + 60)
    }
  })

  test.each<[string, (session: Session<Data>) => void]>([
    ['regenerate()', (session) => session.regenerate()],
    ['a sign-in', (session) => (session.subject = 'grace')],
    ['invalidateOthers()', (session) => session.invalidateOthers()],
  ])('that fails once within %s takes nobody his session who goes on', (_, act) => {
    let step = 0
    for (; ; step++) {
      let steps = -1
      const failing = <In, Out>(answer: (asked: In) => Out) => {
        return (asked: In): Out => {
          if (steps-- === 0) throw new Error('SQLITE_BUSY')
          return answer(asked)
        }
      }
      const factory = sealed({
        revocation: listOf(
          failing((one: SessionIdentity) => revocation.isRevoked(one)),
          failing((one: Revocation) => revocation.revoke(one)),
        ),
      })
      const jar = signedIn(factory)
      const isCaught = jar.visit(factory, (session) => {
        session.get('user')
        steps = step
        try {
          act(session)
          return false
        } catch {
          return true
        } finally {
          steps = -1
        }
      })
      expect(jar.visit(factory, user)).toBe('ada')
      if (!isCaught) break
    }
    expect(step).toBeGreaterThan(1)
  })

  test('where nothing ever expires it has to know for good', () => {
    const revoke = vi.fn((_: Revocation) => undefined)
    const factory = sealed({
      revocation: listOf(() => false, revoke),
      idleTimeout: null,
      absoluteTimeout: null,
      reissueTime: null,
    })
    const jar = signedIn(factory)
    jar.visit(factory, (session) => session.invalidate())
    expect(revoke.mock.lastCall?.[0].until).toBeNull()
  })

  test('checklist 26: where it fails nobody is let in, and the cookie stays', () => {
    const failing = sealed({
      revocation: listOf(() => {
        throw new Error('the database is down')
      }),
    })
    const jar = signedIn(sealed())
    const { session, commit } = failing.open(jar.header)
    expect(() => session.get('user')).toThrow('the database is down')
    expect(() => session.get('user')).toThrow('the database is down')
    expect(commit()).toEqual([])
  })

  test.each([
    ['that resolves', () => Promise.resolve(false)],
    ['that rejects', () => Promise.reject(new Error('x'))],
  ])('a promise %s is no answer of a list that answers at once', (_, answer) => {
    const wrong = expect.objectContaining({ name: 'OptionError', option: 'revocation' })
    const jar = signedIn(sealed())
    const asking = sealed({ revocation: { ...listOf(answer), answersAtOnce: true } })
    expect(() => asking.open(jar.header).session.get('user')).toThrow(wrong)
    const telling = sealed({ revocation: { ...listOf(() => false, answer), answersAtOnce: true } })
    const { session } = telling.open(jar.header)
    expect(() => session.invalidate()).toThrow(wrong)
  })

  test.each([[1], ['yes'], [{}]])('%j counts as yes', (answer) => {
    const jar = signedIn(sealed())
    expect(jar.visit(sealed({ revocation: listOf(() => answer) }), user)).toBeUndefined()
  })

  test.each([[0], [undefined], [null], ['']])('%j counts as no', (answer) => {
    const jar = signedIn(sealed())
    expect(jar.visit(sealed({ revocation: listOf(() => answer) }), user)).toBe('ada')
  })

  test('its functions may be methods that need their object', () => {
    class List {
      readonly #ended = new Set<string>()
      isRevoked({ id }: { id: string }): boolean {
        return this.#ended.has(id)
      }
      revoke(revocation: Revocation): void {
        if ('id' in revocation) this.#ended.add(revocation.id)
      }
    }
    const factory = sealed({ revocation: new List() })
    const jar = signedIn(factory)
    const thief = jar.copy()
    jar.visit(factory, (session) => session.invalidate())
    expect(thief.visit(factory, user)).toBeUndefined()
  })

  test('needs ids to know sessions by', () => {
    expect(() => cookieSessionFactory(pyramidHexFormat('s'), { revocation })).toThrow(
      expect.objectContaining({ option: 'revocation' }),
    )
  })

  test('a session that no browser has is not told of', () => {
    const revoke = vi.fn((_: Revocation) => undefined)
    const factory = sealed({ revocation: listOf(() => false, revoke) })
    new Jar().visit(factory, (session) => {
      session.set('a', 1).regenerate()
      session.invalidate()
    })
    expect(revoke).not.toHaveBeenCalled()
    expect(heard).not.toHaveBeenCalled()
  })
})

test('the list in memory keeps what is needed, and no more', () => {
  const list = new MemoryRevocationList({ clock: () => now })
  list.revoke({ id: 'kept', until: now + 100 })
  list.revoke({ id: 'for good', until: null })
  list.revoke({ id: 'over', until: now + 1 })
  now += 50
  for (let at = 0; at < 2048; at++) list.revoke({ id: `other ${at}`, until: now - 1 })
  const known = (id: string): boolean => list.isRevoked({ id, subject: undefined, created: 1 })
  expect(['kept', 'for good', 'over', 'other 0'].map(known)).toEqual([true, true, false, false])
})
