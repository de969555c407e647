/** Who is signed in where, and how that is ended; older formats that move into a store. */
import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  generateKey,
  sealedCookieSessionFactory,
  sealedFormat,
  storedSessionFactory,
} from '../../src/index.js'
import type { Keys, SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { Browser, Clock, KEY, later, makeFactory } from './support.js'
import type { AnySession } from './support.js'

const signIn =
  (label: string) =>
  (session: AnySession): string | undefined => {
    session.subject = 'user 7'
    session.label = label
    return session.id
  }

describe.each([false, true])('the sessions of a subject, sealed: %s', (encrypt) => {
  test('are listed, the one that was used last first', async () => {
    const clock = new Clock()
    const factory = makeFactory(later(memoryStore({ clock: clock.read })), {
      clock: clock.read,
      encrypt,
    })
    const [phone, desk, other] = [1, 2, 3].map(() => new Browser(factory))
    const phoneId = await phone!.visit(signIn('phone'))
    clock.now += 100
    const deskId = await desk!.visit(signIn('desk'))
    await other!.visit((session) => (session.subject = 'user 8'))
    clock.now += 100
    await phone!.visit((session) => session.get('a'))
    expect(await factory.sessionsOf('user 7')).toEqual([
      { id: phoneId, label: 'phone', created: clock.now - 200, accessed: clock.now },
      { id: deskId, label: 'desk', created: clock.now - 100, accessed: clock.now - 100 },
    ])
    expect(await phone!.visit((session) => session.id)).toBe(phoneId)
  })

  test('whose names are no whole characters are not those of others', async () => {
    const factory = makeFactory(memoryStore(), { encrypt })
    const browsers = ['\uD800', '\uDBFF', '\uFFFD'].map(() => new Browser(factory))
    const subjects = ['\uD800', '\uDBFF', '\uFFFD']
    for (const [at, browser] of browsers.entries()) {
      await browser.visit((session) => (session.subject = subjects[at]))
    }
    expect(await factory.revokeAll('\uFFFD')).toBe(1)
    const left = browsers.map((browser) => browser.visit((session) => session.subject))
    expect(await Promise.all(left)).toEqual(['\uD800', '\uDBFF', undefined])
  })

  test('are not those of a sign-in that was taken back', async () => {
    const factory = makeFactory(later(memoryStore()), { encrypt })
    await new Browser(factory).visit(async (session) => {
      session.subject = 'user 7'
      await session.save()
      session.subject = undefined
    })
    expect(await factory.sessionsOf('user 7')).toEqual([])
  })

  test.each<[string, (session: AnySession) => unknown, (session: AnySession) => unknown]>([
    [
      'while a write is under way',
      (session) => (void session.set('a', 1).save(), session.invalidateOthers()),
      () => undefined,
    ],
    [
      'while the session is stored',
      (session) => session.set('a', 1),
      (session) => session.invalidateOthers(),
    ],
    [
      'twice, the second time while the session is stored',
      (session) => session.invalidateOthers(),
      (session) => session.invalidateOthers(),
    ],
    [
      'and regenerate() while the session is stored',
      (session) => session.invalidateOthers(),
      (session) => session.regenerate(),
    ],
  ])('are ended but for this one by invalidateOthers() %s', async (_, act, meanwhile) => {
    const store = later(memoryStore())
    const factory = makeFactory(store, { encrypt, rotationGrace: 0 })
    const [here, other] = [new Browser(factory), new Browser(factory)]
    await other.visit(signIn('other'))
    await here.visit(signIn('here'))
    const open = factory.open(here.cookie)
    const session = await open.load()
    act(session)
    const flushed = open.flush()
    await Promise.resolve()
    meanwhile(session)
    await flushed
    here.take((await open.commit()).map(([, line]) => line))
    expect(await here.visit((again) => again.subject)).toBe('user 7')
    const found = await factory.sessionsOf('user 7')
    expect(found.map(({ label }) => label)).toEqual(['here'])
  })

  test('are those of text: who asks for a number, or nobody, is told', async () => {
    const factory = makeFactory(memoryStore(), { encrypt })
    for (const subject of [7, undefined, null, '', {}, 'x'.repeat(257)] as never[]) {
      await expect(factory.sessionsOf(subject)).rejects.toThrow(/^subject must be text/)
      await expect(factory.revokeAll(subject)).rejects.toThrow(/^subject must be text/)
    }
  })

  test('without one that was made while the clock was ahead, as its own cookie is of none', async () => {
    const clock = new Clock()
    const factory = makeFactory(memoryStore({ clock: clock.read }), { clock: clock.read, encrypt })
    const [early, other] = [new Browser(factory), new Browser(factory)]
    clock.now += 600
    await early.visit(signIn('early'))
    clock.now -= 600
    await other.visit(signIn('other'))
    expect(await early.visit((session) => session.subject)).toBeUndefined()
    const found = await factory.sessionsOf('user 7')
    expect(found.map(({ label }) => label)).toEqual(['other'])
  })

  test('without those that are over', async () => {
    const clock = new Clock()
    const factory = makeFactory(memoryStore({ clock: () => 0 }), {
      clock: clock.read,
      encrypt,
      rotationGrace: 60,
    })
    const browser = new Browser(factory)
    await browser.visit(signIn('one'))
    await browser.visit((session) => session.regenerate())
    expect(await factory.sessionsOf('user 7')).toHaveLength(1)
    clock.now += 10_000
    expect(await factory.sessionsOf('user 7')).toEqual([])
  })

  test('are ended one by one, all, or all but one', async () => {
    const factory = makeFactory(memoryStore(), { encrypt })
    const browsers = [1, 2, 3, 4].map(() => new Browser(factory))
    const ids = []
    for (const browser of browsers) ids.push(await browser.visit(signIn('x')))
    const isNew = () =>
      Promise.all(browsers.map((browser) => browser.copy().visit((session) => session.new)))
    expect(await factory.revoke(ids[0]!)).toBe(true)
    expect(await factory.revoke(ids[0]!)).toBe(false)
    expect(await isNew()).toEqual([true, false, false, false])
    expect(await factory.revokeAll('user 7', { except: ids[2]! })).toBe(2)
    expect(await isNew()).toEqual([true, true, false, true])
    expect(await factory.revokeAll('user 7')).toBe(1)
    expect(await isNew()).toEqual([true, true, true, true])
    expect(await factory.revokeAll('nobody')).toBe(0)
  })

  test('are counted without those that are over', async () => {
    const factory = makeFactory(memoryStore(), { encrypt, rotationGrace: 60 })
    const browser = new Browser(factory)
    await browser.visit(signIn('one'))
    await browser.visit((session) => session.regenerate())
    expect(await factory.revokeAll('user 7')).toBe(1)
    expect(await browser.visit((session) => session.new)).toBe(true)
  })

  test('by invalidateOthers() and invalidateAll() in a request', async () => {
    const factory = makeFactory(later(memoryStore()), { encrypt })
    const [here, there] = [new Browser(factory), new Browser(factory)]
    await here.visit(signIn('here'))
    await there.visit(signIn('there'))
    await here.visit((session) => session.invalidateOthers())
    expect(await there.copy().visit((session) => session.new)).toBe(true)
    expect(await here.visit((session) => session.subject)).toBe('user 7')
    await there.visit(signIn('there'))
    await here.visit((session) => session.invalidateAll())
    expect(here.cookie).toBeUndefined()
    expect(await there.copy().visit((session) => session.new)).toBe(true)
    expect(await factory.sessionsOf('user 7')).toEqual([])
  })

  test('also where one goes on under another id at the same moment', async () => {
    const factory = makeFactory(later(memoryStore()), { encrypt })
    for (let round = 0; round < 50; round++) {
      const browser = new Browser(factory)
      await browser.visit(signIn('x'))
      const request = await browser.begin()
      request.session.regenerate()
      await Promise.all([request.commit(), factory.revokeAll('user 7')])
      expect(await factory.sessionsOf('user 7')).toEqual([])
    }
  })
})

test('only sessions in a store have a label', () => {
  const { session } = sealedCookieSessionFactory(KEY).open()
  expect(() => (session.label = 'phone')).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  expect(session.label).toBeUndefined()
})

describe('a session of a cookie moves into the store', () => {
  const until = '2037-01-01'
  const make = (store = memoryStore()) =>
    makeFactory(store, {
      cookieName: '__Host-stored',
      acceptFormats: [{ format: sealedFormat(KEY), until, cookieName: '__Host-session' }],
    })

  async function sealedCookie(): Promise<string> {
    const { session, commit } = sealedCookieSessionFactory(KEY).open()
    session.subject = 'user 7'
    session.set('cart', new Map([['apples', 3]]))
    return commit()[0]![1].split(';')[0]!
  }

  test('when it is used: with its data, under another id, and the old cookie goes', async () => {
    const browser = new Browser(make(), await sealedCookie())
    await browser.visit((session) => {
      expect(session.subject).toBe('user 7')
      expect(session.id).toMatch(/^[\w-]{43}$/)
      expect(session.get('cart')).toEqual(new Map([['apples', 3]]))
    })
    expect(browser.lines).toHaveLength(2)
    expect(browser.lines[0]).toMatch(/^__Host-stored=[\w-]+;/)
    expect(browser.lines[1]).toMatch(/^__Host-session=; Max-Age=0/)
    const moved = new Browser(make(), browser.lines[0]!.split(';')[0])
    expect(await moved.visit((session) => session.new)).toBe(true)
  })

  test('and not when it is only looked at', async () => {
    const store = memoryStore()
    const browser = new Browser(make(store), await sealedCookie())
    expect(await browser.visit((session) => session.peek('cart'))).toBeInstanceOf(Map)
    expect(browser.lines).toEqual([])
    expect(store.size).toBe(0)
  })
})

describe('subjects of sealed sessions', () => {
  const OTHER = generateKey()
  const withKeys = (store: SessionStore, keys: Keys) =>
    storedSessionFactory<Record<string, unknown>>(store, keys, { encrypt: true })

  test('have another name in the store by each key: without one nobody can try who it is', async () => {
    const subjects: unknown[] = []
    for (const keys of [KEY, OTHER]) {
      const inner = memoryStore()
      const create = (...[id, session]: Parameters<typeof inner.create>) => {
        subjects.push(session.subject)
        return inner.create(id, session)
      }
      await new Browser(withKeys({ ...inner, create }, keys)).visit(signIn('phone'))
    }
    expect(new Set(subjects).size).toBe(2)
    const guessed = createHmac('sha256', 'subject').update('user 7').digest('hex')
    for (const subject of subjects) expect(guessed.startsWith(String(subject))).toBe(false)
  })

  test('are found when the key was replaced', async () => {
    const store = memoryStore()
    const phone = new Browser(withKeys(store, KEY))
    await phone.visit(signIn('phone'))
    const factory = withKeys(store, [OTHER, KEY])
    const desk = new Browser(factory)
    await desk.visit(signIn('desk'))
    const found = await factory.sessionsOf('user 7')
    expect(found.map(({ label }) => label).toSorted()).toEqual(['desk', 'phone'])
    expect(await factory.revokeAll('user 7')).toBe(2)
    expect(await factory.sessionsOf('user 7')).toEqual([])
  })
})
