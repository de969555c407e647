/** Older formats that are read beside a factory's own: until when, by whom, and never without a key. */
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  JSONSerializer,
  MemoryRevocationList,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  cookieSessionFactory,
  newRecord,
  pyramidHexFormat,
  pyramidSignedFormat,
  sealedCookieSessionFactory,
  sealedFormat,
  signedCookieSessionFactory,
  signedFormat,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type {
  AcceptFormat,
  OpenSession,
  Session,
  SessionEvent,
  SessionFactory,
  SessionFormat,
} from '../../src/index.js'
import { withSession } from '../../src/bindings/fetch.js'
import { PyDateTime, PyTuple } from '../../src/pickle/index.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

const START = 1_700_000_000
const LATER = '2030-01-01'
let now = START
const heard = vi.fn((_: SessionEvent) => undefined)

beforeEach(() => {
  now = START
  heard.mockReset()
})

const common = { clock: () => now, onEvent: heard }
const events = (): unknown[] =>
  heard.mock.calls.map(([event]) => [
    event.format,
    event.type === 'invalid' ? event.reason : event.type,
  ])

const FORMATS: Record<string, SessionFormat> = {
  'pyramid-hex': pyramidHexFormat('old secret'),
  'pyramid-hex 1.10': pyramidHexFormat('old secret', { pyramidVersion: '1.10' }),
  'pyramid-signed': pyramidSignedFormat('old secret'),
  'pyramid-signed pickle': pyramidSignedFormat('old secret', {
    serializer: new PickleSerializer(),
    salt: 'other',
    hashAlg: 'sha256',
  }),
  signed: signedFormat(keyOf('old')),
  sealed: sealedFormat(keyOf('old')),
}

/** A factory of today with an older format beside its own. */
const make = (entry: Partial<AcceptFormat> = {}, options: object = {}): SessionFactory<Data> =>
  sealedCookieSessionFactory<Data>(keyOf('own'), {
    ...common,
    acceptFormats: [
      { format: FORMATS['pyramid-hex']!, until: LATER, cookieName: 'session', ...entry },
    ],
    ...options,
  })
const own = (): SessionFactory<Data> => sealedCookieSessionFactory<Data>(keyOf('own'), common)

/** A browser that has a session in an older format. */
function jarOf(format: SessionFormat, data: Data = { a: 1 }, cookieName = 'session'): Jar {
  const factory = cookieSessionFactory<Data>(format, { clock: () => now, cookieName })
  const jar = new Jar()
  jar.visit(factory, (session) => session.update(data))
  return jar
}

describe.each(Object.entries(FORMATS))('%s', (name, format) => {
  test.each([
    ['a cookie of its own', 'session'],
    ["the factory's cookie", '__Host-session'],
  ])('under %s it is read, and written in the factory’s own', (_, cookieName) => {
    const data = { a: 1, list: ['é', { b: null }], flag: true }
    const jar = jarOf(format, data, cookieName)
    const factory = make({ format, cookieName })
    jar.visit(factory, (session) => {
      expect([Object.fromEntries(session), session.new]).toEqual([data, false])
      expect(session.created).toBe(START)
    })
    expect([...jar.cookies.keys()]).toEqual(['__Host-session'])
    expect(jar.visit(own(), (session) => Object.fromEntries(session))).toEqual(data)
    expect(events()).toEqual([[format.name, 'legacy-format']])
  })

  test('checklist 8: not from the day on until which it is', () => {
    const until = new Date((START + 100) * 1000)
    now = START + 99
    expect(jarOf(format).visit(make({ format, until }), (session) => session.new)).toBe(false)
    now = START + 100
    expect(jarOf(format).visit(make({ format, until }), (session) => session.new)).toBe(true)
    const past = new Date(0)
    expect(jarOf(format).visit(make({ format, until: past }), (session) => session.new)).toBe(true)
    expect(events()).toEqual([[format.name, 'legacy-format']])
  })

  test('checklist 8: each use is counted, and no other', () => {
    const onUse = vi.fn()
    const factory = make({ format, onUse })
    const jar = jarOf(format)
    factory.open(jar.header)
    jar.visit(factory, () => undefined)
    expect(onUse).not.toHaveBeenCalled()
    jar.visit(factory, (session) => session.get('a'))
    expect(onUse.mock.calls).toEqual([[]])
    jar.visit(factory, (session) => session.get('a'))
    factory.open('session=forged').session.get('a')
    factory.open().session.get('a')
    expect(onUse).toHaveBeenCalledTimes(1)
  })

  test.each<[string, (session: Session<Data>) => unknown]>([
    ['get', (session) => session.get('a')],
    ['set', (session) => session.set('b', 1)],
    ['flash', (session) => session.flash('hello')],
    ['getCsrfToken', (session) => session.getCsrfToken()],
    ['regenerate', (session) => session.regenerate()],
    ['changed', (session) => session.changed()],
  ])('%s moves it', (_, use) => {
    const jar = jarOf(format)
    jar.visit(make({ format }), use)
    expect(jar.lines).toHaveLength(2)
    expect(jar.visit(own(), (session) => session.get('a'))).toBe(1)
  })

  test.each<[string, (session: Session<Data>) => unknown]>([
    ['peek', (session) => session.peek()],
    ['peek of a key', (session) => session.peek('list')],
    ['toJSON', (session) => JSON.stringify(session)],
    ['isChanged', (session) => expect(session.isChanged).toBe(false)],
    ['new', (session) => session.new],
    ['created', (session) => session.created],
    ['save', (session) => session.save()],
  ])('to look at it by %s does not', (_, look) => {
    const jar = jarOf(format, { a: 1, list: [1] })
    jar.visit(make({ format }), look)
    expect(jar.lines).toEqual([])
    expect(jar.visit(make({ format }), (session) => session.get('a'))).toBe(1)
  })

  test('what was changed within a value is saved, however one got hold of it', () => {
    const jar = jarOf(format, { list: [1] })
    jar.visit(make({ format }), (session) => (session.peek('list') as number[]).push(2))
    expect(jar.visit(own(), (session) => session.get('list'))).toEqual([1, 2])
  })

  test('forged or damaged it is nothing', () => {
    const { header } = jarOf(format)
    for (const text of [`${header}x`, header.slice(0, -2), 'session=', 'session=x', `${header}=`]) {
      const jar = new Jar(text)
      // Python passes over what follows complete base64.
      const isLenient = name.startsWith('pyramid') && text.startsWith(header)
      if (jar.visit(make({ format }), (session) => session.get('a')) === 1) {
        expect([name, text, isLenient]).toEqual([name, text, true])
      }
    }
    expect(events().length).toBeGreaterThanOrEqual(3)
  })

  test('the life is that of the factory: it ends as its sessions do', () => {
    const jar = jarOf(format)
    now += 1801
    expect(jar.visit(make({ format }), (session) => session.new)).toBe(true)
    expect(events()).toEqual([[format.name, 'EXPIRED']])
  })

  test('after a sign-out it does not come back', () => {
    const revocation = new MemoryRevocationList()
    const factory = make({ format }, { revocation })
    const jar = jarOf(format)
    jar.visit(factory, (session) => session.invalidate())
    expect(jar.lines).toHaveLength(2)
    for (const line of jar.lines) expect(line).toMatch(/; Max-Age=0(?:;|$)/)
    expect(jar.header).toBe('')
  })
})

describe('the older cookie', () => {
  test('is taken away by its own path and domain, when the new one is set', () => {
    const factory = make({ path: '/shop', domain: 'shop.example' })
    const jar = jarOf(FORMATS['pyramid-hex']!)
    jar.visit(factory, (session) => session.get('a'))
    expect(jar.lines[0]).toMatch(/^__Host-session=[^;]/)
    expect(jar.lines[1]).toMatch(/^session=;.*; Max-Age=0(?:;|$)/)
    expect(jar.lines[1]).toContain('; Path=/shop')
    expect(jar.lines[1]).toContain('; Domain=shop.example')
    expect(jar.lines[0]).not.toContain('Domain')
  })

  test('stays where the new one cannot be set', () => {
    const jar = jarOf(FORMATS['pyramid-hex']!)
    const { session, commit } = make().open(jar.header)
    session.set('a', 'x'.repeat(5000))
    expect(() => commit()).toThrow(expect.objectContaining({ code: 'COOKIE_TOO_LARGE' }))
    const failed = make({}, { setOnException: false }).open(jar.header)
    failed.session.set('a', 2)
    expect(failed.commit({ exception: new Error('x') })).toEqual([])
  })

  test('is not asked for when its value came by itself', () => {
    const [, value] = jarOf(FORMATS['pyramid-hex']!).header.split(/=(.*)/s)
    expect(make().open({ value }).session.new).toBe(true)
    expect(make({ cookieName: null }).open({ value }).session.get('a')).toBe(1)
  })
})

describe('a session that a request is refused for', () => {
  test('a CSRF check that fails sets no cookie, and takes none away', async () => {
    const jar = jarOf(FORMATS['pyramid-hex']!, { _csrft_: 'the token' })
    const handle = withSession(make(), () => new Response('ok'), { csrf: {} })
    const headers = { cookie: jar.header, origin: 'https://shop.example', 'x-csrf-token': 'wrong' }
    const request = new Request('https://shop.example/', { method: 'POST', headers })
    const response = await handle(request)
    expect([response.status, response.headers.getSetCookie()]).toEqual([400, []])
  })

  test('nor does a look at what the new format cannot hold', () => {
    const when = PyDateTime.fromDate(new Date(0))
    const { header } = jarOf(pyramidHexFormat('old secret'), { a: 1, when })
    const { session, commit } = make().open(header)
    session.peek()
    expect(commit()).toEqual([])
  })
})

describe('older cookies of one name under several paths', () => {
  test.each(['last', 'verify'])(
    'all are taken away at sign-out, with duplicates: %s',
    (duplicates) => {
      const format = FORMATS['pyramid-signed']!
      const entry = { format, cookieName: 'session', path: '/app' }
      const factory = make(entry, { cookieName: 'session', duplicates })
      const old = jarOf(format).header
      const fresh = new Jar()
      fresh.visit(factory, (session) => session.set('a', 'own'))
      const { session, commit } = factory.open(`${old}; ${fresh.header}`)
      expect(session.get('a')).toBe('own')
      session.invalidate()
      const paths = commit().map(([, line]) => /; Path=([^;]*)/.exec(line)![1])
      expect(paths.toSorted()).toEqual(['/', '/app'])
    },
  )
})

describe("back to Pyramid's factory", () => {
  const back = (options: object = {}): SessionFactory<Data> =>
    signedCookieSessionFactory<Data>('old secret', {
      ...common,
      acceptFormats: [{ format: FORMATS['sealed']!, until: LATER }],
      ...options,
    })
  const signedIn = (): Jar => {
    const jar = new Jar()
    const sealed = cookieSessionFactory<Data>(FORMATS['sealed']!, {
      ...common,
      cookieName: 'session',
    })
    jar.visit(sealed, (session) => {
      Object.assign(session, { subject: 'ada', persistent: true })
      session.set('a', 1)
    })
    return jar
  }

  test('the cookie is kept as long as the factory says, whatever the session said', () => {
    for (const [maxAge, expected] of [
      [600, '600'],
      [null, undefined],
    ] as const) {
      const jar = signedIn()
      jar.visit(back({ maxAge }), (session) => session.get('a'))
      expect(/; Max-Age=(\d+)/.exec(jar.lines[0]!)?.[1]).toBe(expected)
    }
  })

  test('the subject can be read while the session is moved, and is not kept', () => {
    const jar = signedIn()
    expect(jar.visit(back(), (session) => [session.subject, session.get('a')])).toEqual(['ada', 1])
    expect(jar.visit(back(), (session) => [session.subject, session.get('a')])).toEqual([
      undefined,
      1,
    ])
  })
})

describe('data that the new format cannot hold', () => {
  const odd = (): Jar =>
    jarOf(pyramidHexFormat('old secret'), { a: 1, when: new Date(0), pair: PyTuple.of(1, 2) })

  test('can be read and replaced', () => {
    const jar = odd()
    jar.visit(make(), (session) => {
      expect(session.get('a')).toBe(1)
      session.set('when', String(session.get('when')))
    })
    expect(jar.visit(own(), (session) => [session.get('a'), session.get('pair')])).toEqual([
      1,
      [1, 2],
    ])
  })

  test('else they are named when it is written', () => {
    const { session, commit } = make().open(odd().header)
    expect(session.get('a')).toBe(1)
    expect(session.isChanged).toBe(false)
    expect(() => commit()).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path: 'when' }))
  })
})

describe('a session that has ended is not replaced by an older one', () => {
  const old = FORMATS['pyramid-hex']!

  test('one that has expired', () => {
    const jar = new Jar()
    jar.visit(own(), (session) => session.set('a', 'own'))
    now += 1801
    const both = new Jar(`${jar.header}; ${jarOf(old).header}`)
    expect(both.visit(make(), (session) => [session.get('a'), session.new])).toEqual([
      undefined,
      true,
    ])
    expect(events()).toEqual([['sealed', 'EXPIRED']])
  })

  test('one that was ended', () => {
    const factory = make({}, { revocation: new MemoryRevocationList() })
    const jar = new Jar()
    jar.visit(factory, (session) => session.set('a', 'own'))
    const thief = new Jar(`${jarOf(old).header}; ${jar.header}`)
    jar.visit(factory, (session) => session.invalidate())
    expect(thief.visit(factory, (session) => session.new)).toBe(true)
    expect(events().at(-1)).toEqual(['sealed', 'REVOKED'])
  })

  test('one whose data do not fit', () => {
    const schema = {
      '~standard': {
        version: 1,
        vendor: 'tests',
        validate: (value: unknown) =>
          (value as Data)['a'] === 1 ? { value } : { issues: [{ message: 'no' }] },
      },
    }
    const jar = new Jar(
      `${jarOf(sealedFormat(keyOf('own')), { a: 2 }, '__Host-session').header}; ${jarOf(old).header}`,
    )
    expect(jar.visit(make({}, { schema }), (session) => session.new)).toBe(true)
    expect(events()).toEqual([['sealed', 'BAD_DATA']])
  })

  test('but one that was never its own is', () => {
    const jar = new Jar(`__Host-session=tossed; ${jarOf(old).header}`)
    expect(jar.visit(make(), (session) => session.get('a'))).toBe(1)
  })

  test('its own counts, whatever else there is', () => {
    const jar = jarOf(old)
    jar.visit(own(), (session) => session.set('a', 'own'))
    expect(jar.visit(make(), (session) => session.get('a'))).toBe('own')
    expect(events()).toEqual([])
  })
})

describe('several older formats', () => {
  test('are read in their order, each until its day', () => {
    const { 'pyramid-hex 1.10': _, ...others } = FORMATS
    const all = Object.values(others)
    const acceptFormats = all.map((format, at) => ({
      format,
      until: new Date((START + 100 * (at + 1)) * 1000),
      cookieName: 'session',
    }))
    const factory = sealedCookieSessionFactory<Data>(keyOf('own'), { ...common, acceptFormats })
    for (const [at, format] of all.entries()) {
      for (const [past, expected] of [
        [99, 1],
        [100, undefined],
      ] as const) {
        now = START + 100 * at + past
        const jar = jarOf(format)
        expect([at, past, jar.visit(factory, (session) => session.get('a'))]).toEqual([
          at,
          past,
          expected,
        ])
      }
    }
  })

  test("a secret of Pyramid's is enough for one other serializer", () => {
    const secret = 'one secret'
    const factory = signedCookieSessionFactory<Data>(secret, {
      ...common,
      acceptFormats: [
        {
          format: pyramidSignedFormat(secret, { serializer: new PickleSerializer() }),
          until: LATER,
        },
      ],
    })
    const old = signedCookieSessionFactory<Data>(secret, {
      clock: () => now,
      serializer: new PickleSerializer(),
    })
    const jar = new Jar()
    jar.visit(old, (session) => session.set('a', 1))
    expect(jar.visit(factory, (session) => session.get('a'))).toBe(1)
    expect(jar.lines).toHaveLength(1)
    const json = signedCookieSessionFactory<Data>(secret, common)
    expect(jar.visit(json, (session) => session.get('a'))).toBe(1)
  })
})

/** Records what is asked of a reader. */
function watched(format: SessionFormat): SessionFormat & { readonly texts: string[] } {
  const texts: string[] = []
  return { ...format, texts, read: (text, name) => (texts.push(text), format.read(text, name)) }
}

/** What anybody can write, and what reads it. */
const OPEN: SessionFormat = {
  name: 'open',
  isAuthenticated: false,
  carriesId: true,
  read: (text) => ({ ...newRecord(now, 'x'), data: new Map([['a', text]]) }),
  write: () => 'x',
  dataText: () => '',
}

/** Readers of one kind read the same texts. */
function kindOf(name: string): string {
  if (name === 'hex' || name.startsWith('pyramid-hex')) return 'hex'
  return name === 'urlsafe' ? 'pyramid-signed' : name
}

describe('checklist 5: no failure path reaches an unauthenticated reader', () => {
  const texts = Object.entries(FORMATS).map(([name, format]) => {
    return [name, jarOf(format).header.slice('session='.length)] as const
  })
  const forged = ['', 'x', 'open', 'gAJ9cQAu', 'eyJhIjoxfQ', '[1,1,{"a":1}]', 'x'.repeat(70_000)]

  test.each([
    ['in what it is for', OPEN],
    ['as a serializer', { ...OPEN, isAuthenticated: undefined as never }],
    ['by a word', { ...OPEN, isAuthenticated: 'no' as never }],
    [
      'where an application’s own function reads',
      pyramidHexFormat('s', { signedDeserialize: (text) => JSON.parse(text) as unknown }),
    ],
  ])('one that is not authenticated cannot be given: %s', (_, format) => {
    for (const make of [
      (options: object) => sealedCookieSessionFactory(keyOf('own'), options),
      (options: object) => cookieSessionFactory(OPEN, options),
      (options: object) => signedCookieSessionFactory('s', options),
      (options: object) => unencryptedCookieSessionFactoryConfig('s', options),
      (options: object) => baseCookieSessionFactory(new JSONSerializer(), options),
    ]) {
      expect(() => make({ acceptFormats: [{ format, until: LATER }] })).toThrow(
        expect.objectContaining({ option: 'acceptFormats[0].format' }),
      )
    }
  })

  test('every reader with every text: only the one that can verify it opens it', () => {
    const factories: Record<string, (options: object) => SessionFactory<Data>> = {
      ...Object.fromEntries(
        Object.entries(FORMATS).map(([name, format]) => [
          name,
          (options: object) => cookieSessionFactory<Data>(format, { ...common, ...options }),
        ]),
      ),
      hex: (options) =>
        unencryptedCookieSessionFactoryConfig('old secret', { ...common, ...options }),
      urlsafe: (options) => signedCookieSessionFactory('old secret', { ...common, ...options }),
      base: (options) =>
        baseCookieSessionFactory(new SignedSerializer('old secret', 'base'), {
          ...common,
          ...options,
        }),
    }
    let opened = 0
    for (const [own, make] of Object.entries(factories)) {
      for (const [older, format] of Object.entries(FORMATS)) {
        const reader = watched(format)
        const factory = make({
          cookieName: 'session',
          ...(own in FORMATS && { secure: false }),
          acceptFormats: [{ format: reader, until: LATER }],
        })
        for (const [name, text] of [...texts, ...forged.map((text) => ['', text] as const)]) {
          const { session } = factory.open({ value: text })
          const reads = [own, older].some((reader) => kindOf(reader) === kindOf(name))
          expect([own, older, name, session.get('a'), session.new]).toEqual([
            own,
            older,
            name,
            reads ? 1 : undefined,
            !reads,
          ])
          if (reads) opened++
        }
      }
    }
    expect(opened).toBeGreaterThan(100)
  })

  test('a text that is too long reaches no reader at all', () => {
    const reader = watched(FORMATS['pyramid-hex']!)
    make({ format: reader, cookieName: null })
      .open({ value: 'x'.repeat(70_000) })
      .session.get('a')
    expect(reader.texts).toEqual([])
    expect(events()).toEqual([['sealed', 'BAD_TEXT']])
  })
})

describe('the absolute timeout of a session of Pyramid, whose `created` is the first visit', () => {
  const pyramid = [
    ['hex', pyramidHexFormat('old secret'), unencryptedCookieSessionFactoryConfig],
    ['signed', pyramidSignedFormat('old secret'), signedCookieSessionFactory],
  ] as const
  /** A browser that came first a day before it signs in. */
  const signedIn = (make: (typeof pyramid)[number][2]): Jar => {
    const before = make<Data>('old secret', { clock: () => now })
    const jar = new Jar()
    jar.visit(before, (session) => session.set('visited', true))
    now += 86_400
    jar.visit(before, (session) => {
      session.invalidate()
      session.set('user', 'ana')
    })
    return jar
  }

  test.each(pyramid)('%s: counts from when the cookie was written', (_, format, before) => {
    const jar = signedIn(before)
    const writtenAt = now
    now += 60
    jar.visit(make({ format }), (session) => {
      expect([session.get('user'), session.created]).toEqual(['ana', writtenAt])
    })
    const visit = (): unknown => jar.visit(own(), (session) => session.get('user'))
    while (now < writtenAt + 43_200 - 60) {
      now += 1000
      if (now <= writtenAt + 43_200) expect(visit()).toBe('ana')
    }
    now = writtenAt + 43_201
    expect(visit()).toBeUndefined()
  })

  const moves = pyramid.flatMap(([from, format, before]) =>
    pyramid.map(([to, own]) => [from, to, format, before, own] as const),
  )
  test.each(moves)(
    '%s: one that today’s rules move to %s goes on, and counts so',
    (_, __, format, before, own) => {
      const jar = signedIn(before)
      const writtenAt = now
      now += 60
      const acceptFormats = [{ format, until: LATER, cookieName: 'session' }]
      const factory = cookieSessionFactory<Data>(own, { ...common, acceptFormats })
      for (let visit = 0; visit < 3; visit++) {
        now += 61
        const seen = jar.visit(factory, (session) => [session.get('user'), session.created])
        expect(seen).toEqual(['ana', writtenAt])
      }
    },
  )

  test.each(pyramid)('%s: the idle timeout goes on', (_, format, before) => {
    const jar = signedIn(before)
    now += 1801
    expect(jar.visit(make({ format }), (session) => session.get('user'))).toBeUndefined()
    expect(events()).toContainEqual([format.name, 'EXPIRED'])
  })

  test.each(pyramid)('%s: a factory without ids counts so too', (_, format, before) => {
    const jar = signedIn(before)
    const acceptFormats = [{ format, until: LATER, cookieName: 'session' }]
    const factory = cookieSessionFactory<Data>(
      { ...signedFormat(keyOf('own')), carriesId: false },
      { ...common, acceptFormats },
    )
    expect(jar.visit(factory, (session) => session.get('user'))).toBe('ana')
  })

  test('from one factory of Pyramid to another the first visit stays', () => {
    const jar = signedIn(unencryptedCookieSessionFactoryConfig)
    const acceptFormats = [{ format: pyramidHexFormat('old secret'), until: LATER }]
    const factory = signedCookieSessionFactory<Data>('new secret', { ...common, acceptFormats })
    expect(jar.visit(factory, (session) => [session.get('user'), session.created])).toEqual([
      'ana',
      START,
    ])
    expect(jar.visit(factory, (session) => session.created)).toBe(START)
  })

  test.each([
    ['sealed', sealedFormat(keyOf('old')), 'old'],
    ['signed', signedFormat(keyOf('old')), 'old'],
  ])('a %s session tells of its sign-in, which counts', (_, format) => {
    const jar = jarOf(format)
    const factory = make({ format }, { idleTimeout: null, reissueTime: null })
    now = START + 43_200
    expect(jar.copy().visit(factory, (session) => session.created)).toBe(START)
    now++
    expect(jar.visit(factory, (session) => session.get('a'))).toBeUndefined()
  })
})

describe('options', () => {
  const format = FORMATS['pyramid-hex']!
  test.each<[string, object]>([
    ['acceptFormats', { acceptFormats: { format, until: LATER } }],
    ['acceptFormats[0].format', { acceptFormats: [{ until: LATER }] }],
    ['acceptFormats[0].format', { acceptFormats: [{ format: 'pyramid-hex', until: LATER }] }],
    ['acceptFormats[0].until', { acceptFormats: [{ format }] }],
    // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tested
    ['acceptFormats[0].options', { acceptFormats: [, { format, until: LATER }] }],
    ['acceptFormats[0].until', { acceptFormats: [{ format, until: 'soon' }] }],
    ['acceptFormats[0].until', { acceptFormats: [{ format, until: '' }] }],
    ...[
      '2027',
      '12',
      'session 1',
      '06.07.2027',
      '2027-6-30',
      '2027-02-31',
      '2026-02-29',
      '2027-13-01',
      '2027-06-30T25:00',
      '2027-06-30T',
      '2027-06-30 12:00',
      ' 2027-06-30',
      'Wed, 30 Jun 2027 00:00:00 GMT',
    ].map((until): [string, object] => [
      'acceptFormats[0].until',
      { acceptFormats: [{ format, until }] },
    ]),
    ['acceptFormats[0].secure', { acceptFormats: [{ format, until: LATER, secure: true }] }],
    ['acceptFormats[0].until', { acceptFormats: [{ format, until: 1_900_000_000 }] }],
    ['acceptFormats[0].until', { acceptFormats: [{ format, until: null }] }],
    ['acceptFormats[0].until', { acceptFormats: [{ format, until: new Date(Number.NaN) }] }],
    ['acceptFormats[0].onUse', { acceptFormats: [{ format, until: LATER, onUse: 1 }] }],
    ['acceptFormats[0].cookieName', { acceptFormats: [{ format, until: LATER, cookieName: ';' }] }],
    ['acceptFormats[0].domain', { acceptFormats: [{ format, until: LATER, domain: 'a b' }] }],
    ['acceptFormats[0].untill', { acceptFormats: [{ format, until: LATER, untill: LATER }] }],
    [
      'acceptFormats[1].until',
      {
        acceptFormats: [
          { format, until: LATER },
          { format, until: 'x' },
        ],
      },
    ],
    ['acceptFormats[0].options', { acceptFormats: [null] }],
  ])('%s is refused by name', (option, options) => {
    for (const make of [
      () => sealedCookieSessionFactory(keyOf('own'), options),
      () => signedCookieSessionFactory('s', options),
      () => unencryptedCookieSessionFactoryConfig('s', options),
    ]) {
      expect(make).toThrow(expect.objectContaining({ name: 'OptionError', option }))
    }
  })

  test.each<[string, number]>([
    ['2028-02-29', Date.UTC(2028, 1, 29)],
    ['2027-06-30', Date.UTC(2027, 5, 30)],
    ['2027-06-30T12:00Z', Date.UTC(2027, 5, 30, 12)],
    ['2027-06-30T12:00:30.5+02:00', Date.UTC(2027, 5, 30, 10, 0, 30, 500)],
    ['2027-06-30T12:00', new Date(2027, 5, 30, 12).getTime()],
  ])('until %s', (until, milliseconds) => {
    const { header } = jarOf(format)
    const opened = (time: number): boolean => {
      now = time
      const life = { idleTimeout: null, absoluteTimeout: null }
      return !make({ until }, life).open(header).session.new
    }
    expect([opened(milliseconds / 1000 - 1), opened(milliseconds / 1000)]).toEqual([true, false])
  })

  test('until a Date of another realm', () => {
    const until = runInNewContext('new Date(1700000100000)') as Date
    const jar = jarOf(format)
    expect(make({ until }).open(jar.header).session.new).toBe(false)
    now = START + 100
    expect(make({ until }).open(jar.header).session.new).toBe(true)
  })

  test('what the factory says of the older cookie is named as the factory has it', () => {
    const acceptFormats = [{ format, until: LATER, cookieName: '__Host-a' }]
    for (const [run, option] of [
      [() => signedCookieSessionFactory('s', { acceptFormats }), 'secure'],
      [() => unencryptedCookieSessionFactoryConfig('s', { acceptFormats }), 'cookieSecure'],
    ] as const) {
      expect(run).toThrow(expect.objectContaining({ option }))
      expect(run).toThrow(/: see acceptFormats\[0\]$/)
    }
  })

  test('what no browser takes is refused for the older cookie, too', () => {
    expect(() => make({ cookieName: '__Host-a', domain: 'shop.example' })).toThrow(
      expect.objectContaining({ option: 'acceptFormats[0].domain' }),
    )
    expect(() => make({ cookieName: '__Host-a', path: '/shop' })).toThrow(
      expect.objectContaining({ option: 'acceptFormats[0].path' }),
    )
  })

  test('onUse that fails breaks nothing', () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const onUse = (): void => {
      throw new Error('broken')
    }
    const jar = jarOf(format)
    expect(jar.visit(make({ onUse }), (session) => session.get('a'))).toBe(1)
    expect(printed).toHaveBeenCalledTimes(1)
    printed.mockRestore()
  })
})

describe('convert', () => {
  const text = (): string => {
    const { session, commit } = unencryptedCookieSessionFactoryConfig<Data>('old secret', {
      clock: () => now,
    }).open()
    session.set('since', PyDateTime.fromDate(new Date(0)))
    return commit()[0]![1].split(';')[0]!
  }
  const dates = (data: Map<unknown, unknown>): Map<unknown, unknown> =>
    new Map(
      [...data].map(([key, value]) => [key, value instanceof PyDateTime ? value.toDate() : value]),
    )

  test('makes of an older session what the new format can hold', () => {
    const opened = make({ convert: dates }).open(text())
    expect(opened.session.get('since')).toEqual(new Date(0))
    const [[, line] = []] = opened.commit()
    expect(make().open(line!.split(';')[0]).session.get('since')).toEqual(new Date(0))
  })

  test('without it the value is named when the session is written', () => {
    const opened = make().open(text())
    expect(opened.session.has('since')).toBe(true)
    expect(() => opened.commit()).toThrow(expect.objectContaining({ path: 'since' }))
  })

  test.each([() => ({}), async () => new Map(), () => undefined])(
    'must give a Map: %s',
    (convert) => {
      const { session } = make({ convert: convert as never }).open(text())
      expect(() => session.size).toThrow(expect.objectContaining({ option: 'convert' }))
    },
  )
})

/** Cookies by their names, as in a frame of another site: a partitioned one and its twin are two. */
class Frame {
  readonly cookies = new Map<string, string>()

  visit<Result>(factory: SessionFactory<Data>, handle: (session: Session<Data>) => Result): Result {
    const header = [...this.cookies.values()].join('; ')
    const { session, commit } = factory.open(header)
    const result = handle(session)
    for (const [, line] of commit()) this.#take(line)
    return result
  }

  #take(line: string): void {
    const [pair = ''] = line.split(';')
    const place = `${pair.split('=')[0]} ${line.includes('; Partitioned')}`
    // In a frame of another site browsers take no others.
    if (!/; secure.*; SameSite=None/.test(line)) return
    if (line.includes('; Max-Age=0')) this.cookies.delete(place)
    else this.cookies.set(place, pair)
  }
}

describe('who can set one cookie alone', () => {
  const options = { ...common, cookieName: 'sid', sameSite: 'None' } as const
  const format = pyramidHexFormat('old secret')
  const before = { format, until: LATER }
  const made: [string, object][] = [
    ['partitioned cookies', { partitioned: true }],
    ['an older one with a path of its own', { acceptFormats: [{ ...before, path: '/app' }] }],
    ['an older one without the domain', { domain: 'shop.example', acceptFormats: [before] }],
    [
      'partitioned cookies, and an older one with a path',
      { partitioned: true, acceptFormats: [{ ...before, path: '/app' }] },
    ],
  ]
  const factoryOf = (more: object): SessionFactory<Data> =>
    sealedCookieSessionFactory<Data>(keyOf('own'), { ...options, ...more })

  test.each(made)('sets the session’s own: sign-out fails for nobody with %s', (_, more) => {
    const jar = new Jar()
    const factory = factoryOf(more)
    jar.visit(factory, (session) => session.set('user', 'ana'))
    const signOut = (): OpenSession<Data> => {
      const open = factory.open(jar.header)
      open.session.invalidate()
      return open
    }
    const lines = signOut().commitCookies()
    expect(lines.length).toBeGreaterThan(1)
    expect(signOut().commitCookie()).toEqual(lines.at(-1))
  })

  test('is refused where the older one came', () => {
    const [, , [, more]] = made as [unknown, unknown, [string, object]]
    const jar = jarOf(format, { user: 'ana' }, 'sid')
    const open = factoryOf(more).open(jar.header)
    open.session.invalidate()
    expect(() => open.commitCookie()).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    expect(open.commit()).toHaveLength(2)
  })

  test('gives the session’s own where it takes the place of an older one, but for the twin', () => {
    const factory = factoryOf({ partitioned: true, acceptFormats: [before] })
    const open = factory.open(jarOf(format, { user: 'ana' }, 'sid').header)
    expect(open.session.get('user')).toBe('ana')
    expect(open.commitCookie()!.options.partitioned).toBe(true)
  })

  test('gives the session’s own where an unpartitioned one of its name may have come', () => {
    const jar = new Jar()
    const factory = factoryOf({ partitioned: true })
    jar.visit(factory, (session) => session.set('user', 'ana'))
    const open = factory.open(`sid=other; ${jar.header}`)
    open.session.set('user', 'eve')
    expect(open.commitCookie()!.options.partitioned).toBe(true)
  })
})

test('an attribute without text is none: one cookie is taken away once', () => {
  const places = [
    [{ domain: null }, { domain: '' }],
    [{ path: null }, { path: '' }],
    [{ path: '' }, { path: null }],
  ]
  for (const [own, older] of places) {
    const factory = make({ cookieName: 'sid', ...older }, { cookieName: 'sid', ...own })
    const jar = new Jar()
    jar.visit(factory, (session) => session.set('user', 'ana'))
    jar.visit(factory, (session) => session.invalidate())
    expect(jar.lines).toHaveLength(1)
  }
})

test('what takes others away is looked for where a cookie is set alone', () => {
  const split = vi.fn((text: string, name: string) => [[name, text]] as const)
  const cookies = {
    split,
    join: (valuesOf: (name: string) => readonly string[], name: string) => valuesOf(name),
  }
  const older = { ...sealedFormat(keyOf('old')), cookies }
  const factory = make({ format: older })
  const jar = new Jar('session=what came')
  jar.visit(factory, (session) => session.get('user'))
  expect(split).not.toHaveBeenCalled()
  jar.visit(factory, (session) => session.set('user', 'ana'))
  expect(split).toHaveBeenCalledWith('what came', 'session')
})

describe('a partitioned cookie and the one of its name that is not are two', () => {
  const options = { ...common, cookieName: 'sid', sameSite: 'None' } as const
  const sealed = (more: object = {}): SessionFactory<Data> =>
    sealedCookieSessionFactory<Data>(keyOf('own'), { ...options, ...more })
  const hex = (cookiePartitioned: boolean): SessionFactory<Data> =>
    unencryptedCookieSessionFactoryConfig<Data>('old secret', {
      ...common,
      cookieName: 'old',
      cookieSecure: true,
      cookieSameSite: 'None',
      cookiePartitioned,
    })
  const old = { format: pyramidHexFormat('old secret'), until: LATER, cookieName: 'old' }
  const before = { format: sealedFormat(keyOf('own')), until: LATER, partitioned: true }

  test.each<[string, SessionFactory<Data>, SessionFactory<Data>]>([
    [
      'an older one, partitioned as the factory’s own',
      hex(true),
      sealed({ partitioned: true, acceptFormats: [old] }),
    ],
    ['an older one that is not', hex(false), sealed({ partitioned: true, acceptFormats: [old] })],
    [
      'an older one that alone is',
      hex(true),
      sealed({ acceptFormats: [{ ...old, partitioned: true }] }),
    ],
    ['its own, of before it was partitioned', sealed(), sealed({ partitioned: true })],
    [
      'its own, of when it was partitioned',
      sealed({ partitioned: true }),
      sealed({ acceptFormats: [before] }),
    ],
    [
      'an older one under the factory’s own name',
      hex(true),
      sealed({ cookieName: 'old', acceptFormats: [{ ...old, partitioned: true }] }),
    ],
  ])('a sign-out takes away %s', (_, first, factory) => {
    for (const visits of [0, 1, 2]) {
      const frame = new Frame()
      frame.visit(first, (session) => session.set('user', 'ana'))
      for (let visit = 0; visit < visits; visit++) {
        now += 61
        expect(frame.visit(factory, (session) => session.get('user'))).toBe('ana')
      }
      frame.visit(factory, (session) => session.invalidate())
      expect([...frame.cookies.keys()]).toEqual([])
      const again = new Frame()
      again.visit(first, (session) => session.set('user', 'ana'))
      again.visit(factory, (session) => {
        session.invalidate()
        session.flash('Signed out')
      })
      expect(again.visit(factory, (session) => session.get('user'))).toBeUndefined()
      expect(again.cookies.size).toBe(1)
    }
  })

  test.each<[string, SessionFactory<Data>, SessionFactory<Data>]>([
    ['on', sealed(), sealed({ partitioned: true })],
    ['off', sealed({ partitioned: true }), sealed({ acceptFormats: [before] })],
  ])('turned %s, the twin goes as soon as both are sent', (_, first, factory) => {
    const frame = new Frame()
    frame.visit(first, (session) => session.set('user', 'ana'))
    for (const left of [2, 1]) {
      frame.visit(factory, (session) => session.set('at', (now += 1)))
      expect(frame.cookies.size).toBe(left)
    }
    expect(frame.visit(factory, (session) => session.get('user'))).toBe('ana')
  })

  test.each(['invalidate', 'destroy'] as const)('with Pyramid’s rules too: %s()', (end) => {
    const pyramid = (partitioned: boolean): SessionFactory<Data> =>
      signedCookieSessionFactory<Data>('old secret', { ...options, secure: true, partitioned })
    const frame = new Frame()
    frame.visit(pyramid(false), (session) => session.set('user', 'ana'))
    frame.visit(pyramid(true), (session) => session[end]())
    expect(frame.cookies.has('sid false')).toBe(false)
  })

  test('without a twin one line is enough, but at the end', () => {
    const factory = sealed({ partitioned: true })
    const jar = new Jar()
    jar.visit(factory, (session) => session.set('a', 1))
    jar.visit(factory, (session) => session.set('a', 2))
    expect(jar.lines).toHaveLength(1)
    jar.visit(factory, (session) => session.invalidate())
    expect(jar.lines).toHaveLength(2)
  })

  test('a store of cookies by name keeps the session’s own', () => {
    const frame = new Jar()
    frame.visit(sealed(), (session) => session.set('user', 'ana'))
    frame.visit(sealed({ partitioned: true }), (session) => {
      session.invalidate()
      session.set('user', 'eve')
    })
    expect([frame.lines.length, frame.cookies.size]).toEqual([2, 1])
    expect(frame.visit(sealed(), (session) => session.get('user'))).toBe('eve')
  })

  test('the line is one that browsers take in a frame, though the factory’s own is not', () => {
    const acceptFormats = [{ ...old, partitioned: true }]
    const jar = new Jar()
    jar.visit(hex(true), (session) => session.set('user', 'ana'))
    jar.visit(sealed({ sameSite: 'Lax', acceptFormats }), (session) => session.get('user'))
    expect(jar.lines.map((line) => line.replace(/=.*SameSite/, ' SameSite'))).toEqual([
      'sid SameSite=Lax',
      'old SameSite=None; Partitioned',
      'old SameSite=None',
    ])
  })

  test('the older one needs a factory of secure cookies', () => {
    expect(() => make({ partitioned: true }, { cookieName: 'a', secure: false })).toThrow(
      expect.objectContaining({ option: 'acceptFormats[0].partitioned' }),
    )
    expect(() => make({ partitioned: 'yes' as never })).toThrow(
      expect.objectContaining({ option: 'acceptFormats[0].partitioned' }),
    )
  })
})
