/** A test for each way in which a Set-Cookie comes about, or not: what the page says of it. */
import { describe, expect, test, vi } from 'vitest'
import {
  MemoryRevocationList,
  generateKey,
  pyramidSignedFormat,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { RevocationList, SealedCookieSessionOptions } from '../../src/index.js'
import { checkCsrf } from '../../src/bindings/fetch.js'
import { pyramidRedisSessionFactory } from '../../src/factories/pyramid-redis.js'
import { flaskSessionFactory } from '../../src/languages/flask.js'
import { memoryStore } from '../../src/stores/memory.js'
import { testClock } from '../../src/testing/index.js'
import { fakeRedis } from '../support/fake-redis.js'
import type { Listed } from '../contracts/binding/listed.js'
import { browser } from './browser.js'
import type { Browser, Deed, Make } from './browser.js'

const KEY = generateKey()
const SECRET = 'a secret of these tests that is longer than sixty-four bytes, 0123456789'

const sealed =
  (options: SealedCookieSessionOptions = {}): Make =>
  (clock) =>
    sealedCookieSessionFactory(KEY, { clock, ...options })

const stored: Make = (clock) => storedSessionFactory(memoryStore({ clock }), KEY, { clock })

/** Pyramid 1.5 to 2.1. */
const pyramid: Make = (clock) => signedCookieSessionFactory(SECRET, { clock, reissueTime: 60 })

const setOnSuccess: Make = (clock) =>
  signedCookieSessionFactory(SECRET, { clock, setOnException: false })

/** Pyramid 1.0 to 1.4. */
const oldPyramid: Make = (clock) => unencryptedCookieSessionFactoryConfig(SECRET, { clock })

const flask: Make = (clock) => flaskSessionFactory(SECRET, { clock })

const redis: Make = (clock) =>
  pyramidRedisSessionFactory(fakeRedis() as never, SECRET, { clock, packageVersion: '1.8' })

/** What a visit does; or how many seconds pass. */
type Step = Deed | number

/** What the page lists of the last visit. */
async function told(make: Make, steps: readonly Step[]): Promise<Listed> {
  const used = browser(make)
  // By this it knows the browser, whatever becomes of its session.
  await used.page()
  for (const step of steps) {
    if (typeof step === 'number') used.clock.advance(step)
    else await used.visit('/', step)
  }
  return (await used.list())[0]!
}

type Row = readonly [sentence: string, make: Make, steps: readonly Step[], ...reasons: string[]]

function tellsOf(badge: string, rows: readonly Row[]): void {
  test.each(rows.map((row) => [row[0], row] as const))('%s', async (_, row) => {
    const [, make, steps, ...reasons] = row
    expect(await told(make, steps)).toMatchObject({ badge, reasons })
  })
}

const put: Deed = (session) => session.set('cart', ['apples'])
const read: Deed = (session) => session.get('cart')
const push: Deed = (session) => (session.get('cart') as string[]).push('pears')
const signIn: Deed = (session) => (session.subject = 'user 7')
const renew: Deed = (session) => session.regenerate()
const signOut: Deed = (session) => session.invalidate()
const startOver: Deed = (session) => {
  session.invalidate()
  session.set('theme', 'dark')
}

const NEW = 'a new session'
const SIGN_IN = 'sign-in: its subject was set, which gives it another id'
const RENAMED = 'regenerate(): it has another id, or begins anew'
const ANOTHER = 'invalidate(): another session begins'
const PERSISTENT = 'persistent: the browser is to keep it when it is closed'
const SIGN_OUT = 'sign-out: invalidate(), and nothing was written to it since'

describe('why the cookie is set', () => {
  tellsOf('Set-Cookie', [
    ['a session begins', sealed(), [put], NEW, 'added: cart'],
    ['a session begins for somebody', sealed(), [signIn], NEW, SIGN_IN],
    ['a key was changed', sealed(), [put, (s) => s.set('cart', [])], 'changed: cart'],
    ['a value was changed from within', sealed(), [put, push], 'changed: cart'],
    [
      'a value that was only looked at was changed from within',
      sealed(),
      [put, (s) => (s.peek('cart') as string[]).push('pears')],
      'changed: cart',
    ],
    [
      'keys came, went and changed',
      sealed(),
      [
        (s) => s.update({ a: 1, b: 1, c: 1 }),
        (s) => {
          s.delete('a')
          s.update({ b: 2, d: 1, e: 1 })
        },
      ],
      'changed: b',
      'added: d, e',
      'removed: a',
    ],
    [
      'flash messages were added',
      sealed(),
      [
        put,
        (s) => {
          s.flash('Saved.')
          s.flash('Almost full.', 'warnings')
        },
      ],
      'flash message for the usual queue',
      'flash message for the queue warnings',
    ],
    [
      'one more flash message was added',
      sealed(),
      [(s) => s.flash('1'), (s) => s.flash('2')],
      'other flash messages in the usual queue',
    ],
    [
      'flash messages were taken',
      sealed(),
      [(s) => s.flash('Saved.'), (s) => s.popFlash()],
      'flash messages taken from the usual queue',
    ],
    ['a CSRF token was made', sealed(), [put, (s) => s.getCsrfToken()], 'a CSRF token was made'],
    [
      'the CSRF token was renewed',
      sealed(),
      [(s) => s.getCsrfToken(), (s) => s.newCsrfToken()],
      'the CSRF token was renewed',
    ],
    ['a sign-in', sealed(), [put, signIn], SIGN_IN],
    [
      'the subject was taken away',
      sealed(),
      [signIn, (s) => (s.subject = undefined)],
      'it has no subject any more',
    ],
    [
      'regenerate()',
      sealed(),
      [(s) => s.getCsrfToken(), renew],
      RENAMED,
      'the CSRF token was removed',
    ],
    ['regenerate(), where the format carries no id', pyramid, [put, 5, renew], RENAMED],
    ['the browser is to keep it', sealed(), [put, (s) => (s.persistent = true)], PERSISTENT],
    [
      'the browser is no longer to keep it',
      sealed({ persistent: true }),
      [put, (s) => (s.persistent = false)],
      'no longer persistent: it ends when the browser is closed',
    ],
    [
      'it is due',
      sealed({ reissueTime: 900 }),
      [put, 960, read],
      'reissue: 16 minutes since it was last written, more than 15 minutes (reissueTime)',
    ],
    [
      'changed() was called',
      sealed(),
      [put, (s) => s.changed()],
      'changed() was called, though nothing is other',
    ],
    ['another session begins', sealed(), [put, startOver], ANOTHER, 'added: theme'],
    [
      'another session begins for somebody',
      sealed(),
      [
        put,
        (s) => {
          s.invalidate()
          s.subject = 'user 7'
        },
      ],
      ANOTHER,
      SIGN_IN,
    ],
    ['clear(), which is no end', sealed(), [put, (s) => s.clear()], 'removed: cart'],
    [
      'a session begins in place of one that has expired',
      sealed({ idleTimeout: 1800 }),
      [put, 1801, put],
      'the cookie was refused: EXPIRED: The session was unused for longer than 1800 seconds',
      NEW,
      'added: cart',
    ],
    [
      'by Pyramid’s rules: it was written to',
      pyramid,
      [put, put],
      'it was written to: by Pyramid’s rules that sets the cookie, though nothing is other',
    ],
    [
      'by Pyramid’s rules: invalidate(), which empties it',
      pyramid,
      [put, signOut],
      'removed: cart',
      'emptied, as by invalidate() or clear()',
    ],
    ['by Pyramid’s rules: a session begins, and is empty', pyramid, [signOut], NEW],
    [
      'by the rules of Pyramid 1.0 to 1.4: it was accessed',
      oldPyramid,
      [put, read],
      'it was accessed: by the rules of Pyramid 1.0 to 1.4 that sets the cookie each time',
    ],
    ['the format of another backend', flask, [put, (s) => s.set('n', 1)], 'added: n'],
    ['a session begins in a store', stored, [put], NEW, 'added: cart'],
    ['regenerate(), in a store', stored, [put, renew], RENAMED],
    [
      'the browser keeps the cookie of one in a store',
      stored,
      [
        (s) => {
          s.persistent = true
          s.set('b', 1)
        },
        (s) => s.set('a', 1),
      ],
      'added: a',
      'it is persistent: its Max-Age begins anew',
    ],
    ['a session begins in Redis, as Pyramid’s packages keep it', redis, [put], NEW, 'added: cart'],
  ])

  test('it came in an older format', async () => {
    const format = pyramidSignedFormat(SECRET)
    const acceptFormats = [{ format, cookieName: 'session', until: '2100-01-01' }]
    const used = await moved(pyramid, sealed({ acceptFormats }))
    await used.visit('/', read)
    const [last] = await used.list()
    expect(last!.reasons).toEqual(['it came in an older format, pyramid-signed'])
    expect(last!.lines).toEqual([
      expect.stringMatching(/^__Host-session \d+ characters;/),
      expect.stringMatching(/^session taken away; Max-Age=0;/),
    ])
  })

  test('the schema has made other data', async () => {
    const validate = (value: unknown) => ({ value: { ...(value as object), edition: 2 } })
    const schema = { '~standard': { version: 1, vendor: 'test', validate } } as never
    const used = await moved(sealed(), sealed({ schema }))
    await used.visit('/', read)
    const reasons = ['the schema has made other data of those that were read']
    expect((await used.list())[0]).toMatchObject({ badge: 'Set-Cookie', reasons })
  })

  test('an older key has signed the id of one in a store', async () => {
    const store = memoryStore({ clock: testClock() })
    const keyed =
      (...keys: string[]): Make =>
      (clock) =>
        storedSessionFactory(store, keys, { clock })
    const used = await moved(keyed(KEY), keyed(generateKey(), KEY))
    await used.visit('/', (session) => session.set('cart', []))
    const reasons = ['changed: cart', 'its id was signed with an older key']
    expect((await used.list())[0]).toMatchObject({ badge: 'Set-Cookie', reasons })
  })
})

/** A browser that has the session that another factory has made. */
async function moved(from: Make, to: Make): Promise<Browser> {
  const before = browser(from)
  await before.visit('/', put)
  const used = browser(to)
  const lines = before.jar.cookies().map(({ name, value }) => `${name}=${value}; Path=/; Secure`)
  used.jar.store('http://localhost/', lines)
  return used
}

describe('why the cookie is taken away', () => {
  tellsOf('cookie taken away', [
    ['a sign-out', sealed(), [put, signOut], SIGN_OUT],
    ['destroy()', sealed(), [put, (s) => s.destroy()], 'sign-out: destroy()'],
    ['a sign-out, of one in a store', stored, [put, signOut], SIGN_OUT],
    [
      'a package of Pyramid’s that keeps no empty sessions',
      redis,
      [put, (s) => s.delete('cart')],
      'it is empty, and this factory keeps no empty sessions',
    ],
  ])

  test('another request has ended it, and the list tells later', async () => {
    const list = new MemoryRevocationList()
    const revocation: RevocationList = {
      isRevoked: async (identity) => list.isRevoked(identity),
      revoke: async (ended) => list.revoke(ended),
    }
    const used = browser(sealed({ revocation }))
    await used.page()
    await used.visit('/', put)
    await used.visit('/', (session) => {
      list.revoke({ id: session.id!, until: null })
      session.regenerate()
    })
    const reasons = ['another request has ended it']
    expect((await used.list())[0]).toMatchObject({ badge: 'cookie taken away', reasons })
  })
})

describe('why the cookie is left alone', () => {
  tellsOf('no cookie', [
    ['nobody touches it', sealed(), [put, () => undefined], 'nothing: it was not touched'],
    ['it is looked at', sealed(), [put, (s) => s.peek()], 'nothing: it was only looked at'],
    [
      'it is read before it is due',
      sealed({ reissueTime: 60 }),
      [put, 30, read],
      'nothing: it was only read, 30 seconds after it was written; reading writes it after 60 seconds (reissueTime)',
    ],
    [
      'it is read, where that never writes it',
      sealed({ reissueTime: null, idleTimeout: null }),
      [put, 900, read],
      'nothing: it was only read',
    ],
    [
      'what was there is written again',
      sealed(),
      [put, put],
      'nothing: it was written to, and all is as it was',
    ],
    ['a new one is read', sealed(), [read], 'nothing: it is new, and holds nothing'],
    [
      'one is ended of which the browser has no cookie',
      sealed(),
      [(s) => s.destroy()],
      'it was ended, and the browser has no cookie of it',
    ],
    [
      'the request fails, and the factory sets no cookie then',
      setOnSuccess,
      [
        (s) => {
          s.set('a', 1)
          throw new Error('boom')
        },
      ],
      'the request failed: the factory sets no cookie then (setOnException, cookieOnException)',
    ],
    [
      'a check refuses the request as one from another site',
      sealed(),
      [
        (s, request) => {
          s.set('a', 1)
          checkCsrf(request)
        },
      ],
      'a CSRF check refused the request, which came from another site: no session begins with its answer',
    ],
    [
      'by Pyramid’s rules: a value is changed from within',
      pyramid,
      [put, push],
      'changed: cart',
      'lost: a change inside a value is not seen by Pyramid’s rules. Call changed(), or set the option detectChanges',
    ],
    [
      'by the rules of Pyramid 1.0 to 1.4: changed() alone',
      oldPyramid,
      [put, (s) => s.changed()],
      'nothing: by the rules of Pyramid 1.0 to 1.4 changed() alone sets no cookie',
    ],
    [
      'the store keeps what was changed',
      stored,
      [put, push],
      'changed: cart',
      'the store has it: the cookie holds an id alone, and stays',
    ],
    [
      'the store is told that it is used',
      stored,
      [put, 61, read],
      'its use was noted in the store',
    ],
  ])

  test('another request has ended the session in the store', async () => {
    const factory = storedSessionFactory(memoryStore(), KEY)
    const used = browser(() => factory)
    await used.visit('/', put)
    await used.visit('/', async (session) => {
      session.set('cart', [])
      await factory.revoke(session.id!)
    })
    expect((await used.list())[0]).toMatchObject({
      badge: 'no cookie',
      reasons: ['another request has ended the session: the change went nowhere'],
    })
  })

  test('the store fails, and the request goes on without it', async () => {
    const store = memoryStore()
    const factory = storedSessionFactory(store, KEY, { onStoreError: 'anonymous' })
    const used = browser(() => factory)
    await used.visit('/', put)
    const read = vi.spyOn(store, 'read').mockRejectedValueOnce(new Error('down'))
    await used.visit('/', (session) => session.get('cart'))
    read.mockRestore()
    const reasons = [
      'the store failed: the request went on without it',
      'nothing: it is new, and holds nothing',
    ]
    expect((await used.list())[0]).toMatchObject({ badge: 'no cookie', reasons })
  })
})

describe('why the session was not written', () => {
  tellsOf('not written', [
    [
      'it is too large',
      sealed(),
      [(s) => s.set('notes', 'x'.repeat(5000))],
      expect.stringMatching(/^COOKIE_TOO_LARGE: .* notes \(\d+\)/) as never,
    ],
    [
      'it holds what cannot be written',
      sealed(),
      [(s) => s.set('run', () => 1)],
      expect.stringMatching(/^BAD_VALUE: run: /) as never,
    ],
  ])
})
