/** The life of a session by today's rules, and what of it holds in Pyramid's factories too. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  LIVES,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  cookieSessionFactory,
  newRecord,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type {
  CookieSessionOptions,
  Session,
  SessionFactory,
  SessionFormat,
  SessionRecord,
} from '../../src/index.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

const START = 1_700_000_000.25
const HOUR = 3600
let now: number
const heard = vi.fn()

beforeEach(() => {
  now = START
  heard.mockClear()
})

const common = { clock: () => now, onEvent: heard }
const make = (options: object = {}): SessionFactory<Data> =>
  sealedCookieSessionFactory<Data>(keyOf('life'), { ...common, ...options })
/** Why cookies were not taken. */
const reasons = (): unknown[] => heard.mock.calls.flatMap(([event]) => event.reason ?? [])
const put = (data: Data) => (session: { update: (data: Data) => void }) => session.update(data)
const get = (session: { get: (key: string) => unknown }): unknown => session.get('a')
const isNew = (session: { get: (key: string) => unknown; new: boolean }): unknown => [
  session.get('a'),
  session.new,
]

/** Sealed, and the others that today's rules hold for. */
const modern: [string, (options?: CookieSessionOptions<Data>) => SessionFactory<Data>][] = [
  ['sealed', make],
  [
    'signed',
    (options) => cookieSessionFactory<Data>(signedFormat(keyOf('life')), { ...common, ...options }),
  ],
  [
    'another format',
    (options) => cookieSessionFactory<Data>(pyramidHexFormat('old'), { ...common, ...options }),
  ],
]

const pyramid: [string, (options?: object) => SessionFactory<Data>][] = [
  [
    'hex, 1.0 to 1.4',
    (options) => unencryptedCookieSessionFactoryConfig('s', { ...common, ...options }),
  ],
  [
    'hex, from 1.5 on',
    (options) =>
      unencryptedCookieSessionFactoryConfig('s', { pyramidVersion: '1.10', ...common, ...options }),
  ],
  ['signed', (options) => signedCookieSessionFactory('s', { ...common, ...options })],
  [
    'signed pickle',
    (options) =>
      signedCookieSessionFactory('s', {
        serializer: new PickleSerializer(),
        ...common,
        ...options,
      }),
  ],
  [
    'base',
    (options) =>
      baseCookieSessionFactory(new SignedSerializer('s', 'x'), { ...common, ...options }),
  ],
]

const RULES = [
  'writesMark',
  'changedMarks',
  'detectChanges',
  'sendsEmpty',
  'expiredIsNew',
  'invalidateEnds',
]

/** Today's rules with each combination of those that are true or false, but for what the option refuses. */
const mixes = Array.from({ length: 2 ** RULES.length }, (_, bits) =>
  Object.fromEntries(RULES.map((rule, at) => [rule, (bits & (2 ** at)) !== 0])),
).filter(({ writesMark, detectChanges }) => writesMark || detectChanges)

test.each(modern.slice(0, 2))('%s: who signs out is signed out, by whatever rules', (_, make) => {
  const failing = mixes.flatMap((rules) => {
    const jar = new Jar()
    const factory = make({ life: { ...LIVES.modern, ...rules } })
    jar.visit(factory, (session) => void (session.subject = '7'))
    jar.visit(factory, (session) => session.invalidate())
    const left = jar.visit(factory, (session) => session.subject)
    return left === undefined ? [] : [rules]
  })
  expect(failing).toEqual([])
})

/** A format that reads what it is told to. */
const reading = (record: Partial<SessionRecord>): SessionFormat => ({
  name: 'told',
  isAuthenticated: true,
  carriesId: true,
  read: () => ({ ...newRecord(now, 'an id'), ...record }),
  write: () => 'written',
  dataText: (data) => JSON.stringify([...data]),
})

describe.each(modern)(
  'checklist 12: %s ends by our clock, whatever the browser keeps',
  (_, make) => {
    test('a session unused for longer than its idle timeout has ended', () => {
      const [jar, factory] = [new Jar(), make({ idleTimeout: 900 })]
      jar.visit(factory, put({ a: 1 }))
      const { accessed } = factory.open(jar.header).session
      now = accessed + 900
      expect(jar.visit(factory, (session) => session.peek('a'))).toBe(1)
      now += 0.01
      expect(jar.visit(factory, isNew)).toEqual([undefined, true])
      expect(reasons()).toEqual(['EXPIRED'])
    })

    test('use keeps it alive, up to the absolute timeout', () => {
      const [jar, factory] = [new Jar(), make()]
      jar.visit(factory, put({ a: 1 }))
      for (; now <= START + 12 * HOUR; now += 1700) expect(jar.visit(factory, get)).toBe(1)
      expect(jar.visit(factory, isNew)).toEqual([undefined, true])
      expect(reasons()).toEqual(['EXPIRED'])
    })

    test('writing the same again and again is use, too', () => {
      const [jar, factory] = [new Jar(), make()]
      jar.visit(factory, put({ a: 1 }))
      for (; now <= START + 3 * HOUR; now += 1700) {
        expect(jar.visit(factory, (session) => session.set('a', 1).new)).toBe(false)
      }
      expect(reasons()).toEqual([])
    })

    test('without limits it does not end', () => {
      const [jar, factory] = [
        new Jar(),
        make({ idleTimeout: null, absoluteTimeout: null, reissueTime: null }),
      ]
      jar.visit(factory, put({ a: 1 }))
      now += 10 * 365 * 24 * HOUR
      expect(jar.visit(factory, get)).toBe(1)
      expect(jar.lines).toEqual([])
    })

    test('loading does not push the end away: only a cookie that is written does', () => {
      const [jar, factory] = [new Jar(), make({ idleTimeout: 900, reissueTime: 600 })]
      jar.visit(factory, put({ a: 1 }))
      now += 500
      jar.visit(factory, get)
      expect(jar.lines).toEqual([])
      now = START + 901
      expect(jar.visit(factory, get)).toBeUndefined()
    })
  },
)

describe.each(modern)('checklist 13: %s takes no time that no clock gives', (_, make) => {
  test.each([
    [60, 1, []],
    [62, undefined, ['BAD_SESSION']],
    [400 * 24 * HOUR, undefined, ['BAD_SESSION']],
  ])('from %i seconds ahead', (ahead, expected, codes) => {
    const jar = new Jar()
    now = 1_700_000_000 + ahead
    jar.visit(make(), put({ a: 1 }))
    now = 1_700_000_000
    expect(jar.visit(make(), get)).toBe(expected)
    expect(reasons()).toEqual(codes)
  })
})

describe.each([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['text', '1700000000' as never],
  ['true', true as never],
  ['a Date', new Date(0) as never],
  ['null', null as never],
])('checklist 13: %s is no time', (_, time) => {
  test.each(['created', 'renewed'] as const)('as %s', (name) => {
    for (const limits of [{}, { idleTimeout: null, absoluteTimeout: null, reissueTime: null }]) {
      const factory = cookieSessionFactory(reading({ [name]: time }), { ...common, ...limits })
      expect(factory.open('__Host-session=x').session.new).toBe(true)
    }
    expect(reasons()).toEqual(['BAD_SESSION', 'BAD_SESSION'])
  })
})

test('checklist 13: what Pyramid 1.0 takes for the time a session was made is not taken along', () => {
  const format = pyramidHexFormat('s')
  const text = signedSerialize([now, 'whenever', { a: 1 }], 's')
  const old = unencryptedCookieSessionFactoryConfig<Data>('s', common)
  expect(old.open(`session=${text}`).session.get('a')).toBe(1)
  const acceptFormats = [{ format, until: '2030-01-01', cookieName: 'session' }]
  expect(make({ acceptFormats }).open(`session=${text}`).session.new).toBe(true)
  expect(reasons()).toEqual(['BAD_SESSION'])
})

describe('an expired session is reported in every factory', () => {
  test.each(pyramid)('%s: the old one, empty, as in Pyramid', (_, make) => {
    const jar = new Jar()
    jar.visit(make(), put({ a: 1 }))
    now += 1201
    expect(jar.visit(make(), isNew)).toEqual([undefined, false])
    expect(reasons()).toEqual(['EXPIRED'])
  })

  test.each(modern)('%s: a new one', (_, make) => {
    const jar = new Jar()
    jar.visit(make(), put({ a: 1 }))
    now += 1801
    expect(jar.visit(make(), isNew)).toEqual([undefined, true])
    expect(reasons()).toEqual(['EXPIRED'])
  })
})

describe("an absolute timeout with Pyramid's rules", () => {
  const lives = Object.entries(LIVES).filter(([name]) => name !== 'modern')

  test.each(lives)('%s: a session that is too old begins anew, and goes on', (_, life) => {
    const factory = make({ life, idleTimeout: 1200, absoluteTimeout: 3600 })
    const jar = new Jar()
    jar.visit(factory, put({ a: 1 }))
    for (const value of [2, 3, 4]) {
      now += 1000
      expect(jar.visit(factory, get)).toBe(value - 1)
      jar.visit(factory, put({ a: value }))
    }
    now += 1000
    jar.visit(factory, (session) => {
      expect([get(session), session.created]).toEqual([undefined, now])
      session.set('a', 5)
    })
    now += 1000
    expect(jar.visit(factory, isNew)).toEqual([5, false])
    expect(reasons()).toEqual(['EXPIRED'])
  })

  test.each(lives)('%s: also where nobody had used it for long', (_, life) => {
    const factory = make({ life, idleTimeout: 1200, absoluteTimeout: 3600 })
    const jar = new Jar()
    jar.visit(factory, put({ a: 1 }))
    now += 5000
    expect(jar.visit(factory, (session) => session.created)).toBe(now)
  })

  test.each(lives)('%s: one that is only unused for too long keeps its times', (_, life) => {
    const factory = make({ life, idleTimeout: 1200, absoluteTimeout: 3600 })
    const jar = new Jar()
    jar.visit(factory, put({ a: 1 }))
    now += 1300
    expect(jar.visit(factory, (session) => [session.created, session.new])).toEqual([START, false])
  })
})

describe('the cookie is written again only when it is due', () => {
  test.each(modern)('%s: after reissueTime, and told of', (_, make) => {
    const [jar, factory] = [new Jar(), make({ reissueTime: 60 })]
    jar.visit(factory, put({ a: 1 }))
    now = Math.trunc(START) + 60
    expect(jar.visit(factory, get)).toBe(1)
    expect([jar.lines, heard.mock.calls]).toEqual([[], []])
    now += 1
    expect(jar.visit(factory, get)).toBe(1)
    expect(jar.lines).toHaveLength(1)
    expect(heard.mock.calls).toEqual([[expect.objectContaining({ type: 'reissue' })]])
    expect(jar.visit(factory, (session) => session.accessed)).toBe(now)
  })

  test.each<[string, (session: Session<Data>) => unknown, string]>([
    ['plain values are read', (session) => session.get('a'), '{"a":1,"list":[1]}'],
    ['a list is handed out', (session) => session.get('list'), '{"a":1,"list":[1]}'],
    [
      'it is changed in place',
      (session) => (session.get('list') as number[]).push(2),
      '{"a":1,"list":[1,2]}',
    ],
    ['all values are', (session) => [...session.values()], '{"a":1,"list":[1]}'],
  ])('with the data as they are, where %s', (_, access, text) => {
    const format = signedFormat(keyOf('life'))
    const write = vi.fn(format.write)
    const factory = cookieSessionFactory<Data>({ ...format, write }, common)
    const jar = new Jar()
    jar.visit(factory, put({ a: 1, list: [1] }))
    now += HOUR / 4
    write.mockClear()
    jar.visit(factory, access)
    expect(write.mock.calls.map(([, , written]) => written)).toEqual([text])
    expect(jar.visit(factory, (session) => JSON.stringify(session))).toBe(text)
  })

  test('requests in parallel that only read do not overwrite one that writes', () => {
    const [jar, factory] = [new Jar(), make()]
    jar.visit(factory, put({ a: 1 }))
    now += 30
    const readers = [1, 2, 3].map(() => factory.open(jar.header))
    for (const { session } of readers) expect(session.get('a')).toBe(1)
    jar.visit(factory, put({ a: 2 }))
    for (const { commit } of readers) jar.take(commit())
    expect(jar.visit(factory, get)).toBe(2)
  })

  test('a look is no use', () => {
    const [jar, factory] = [new Jar(), make()]
    jar.visit(factory, put({ a: 1 }))
    now += 120
    jar.visit(factory, (session) => [
      session.peek(),
      session.id,
      session.subject,
      session.isChanged,
    ])
    expect(jar.lines).toEqual([])
  })

  test.each(['set', 'update', 'setDefault', 'flash and pop', 'delete'])(
    'when it is due, %s that changes nothing writes it',
    (how) => {
      const [jar, factory] = [new Jar(), make()]
      jar.visit(factory, put({ a: 1 }))
      now += 120
      jar.visit(factory, (session) => {
        if (how === 'set') session.set('a', 1)
        else if (how === 'update') session.update({ a: 1 })
        else if (how === 'setDefault') session.setDefault('a', 2)
        else if (how === 'delete') session.delete('b')
        else session.flash('x')
        session.popFlash()
      })
      expect(jar.lines).toHaveLength(1)
      expect(heard.mock.calls).toEqual([[expect.objectContaining({ type: 'reissue' })]])
    },
  )
})

describe.each(modern)('%s: what did not change is not written', (_, make) => {
  test('a session that nobody touched', () => {
    const [jar, factory] = [new Jar(), make()]
    jar.visit(factory, put({ a: 1 }))
    jar.visit(factory, () => undefined)
    expect(jar.lines).toEqual([])
  })

  test.each<[string, (session: ReturnType<SessionFactory<Data>['open']>['session']) => unknown]>([
    ['read', (s) => [...s, s.size, s.has('a'), s.get('list'), s.peekFlash(), s.popFlash()]],
    ['the same value', (s) => s.set('a', 1)],
    ['an equal value', (s) => s.set('list', [1, { b: 2 }])],
    ['the same values', (s) => s.update({ a: 1, list: [1, { b: 2 }] })],
    ['what is not there is deleted', (s) => s.delete('nothing')],
    ['a default where a value is', (s) => s.setDefault('a', 7)],
    ['there and back', (s) => s.set('a', 2).set('a', 1)],
    ['set and deleted', (s) => s.set('b', 2).delete('b')],
    ['a message that is read at once', (s) => [s.flash('hello'), s.popFlash()]],
  ])('%s', (_, handle) => {
    const [jar, factory] = [new Jar(), make()]
    jar.visit(factory, put({ a: 1, list: [1, { b: 2 }] }))
    const before = jar.header
    jar.visit(factory, handle)
    expect([jar.lines, jar.header]).toEqual([[], before])
  })

  test('changed() is believed', () => {
    const [jar, factory] = [new Jar(), make()]
    jar.visit(factory, put({ a: 1 }))
    jar.visit(factory, (session) => session.changed())
    expect(jar.lines).toHaveLength(1)
  })
})

describe('changes inside values are saved without changed()', () => {
  const changes: [string, Data, (value: never) => unknown, unknown][] = [
    ['an array', { a: [1] }, (list: number[]) => list.push(2), [1, 2]],
    [
      'an object',
      { a: { b: { c: 1 } } },
      (o: { b: { c: number } }) => (o.b.c = 2),
      { b: { c: 2 } },
    ],
    ['a property that is new', { a: {} }, (o: Data) => (o['x'] = null), { x: null }],
    ['the order of keys', { a: { x: 1, y: 2 } }, swap, { y: 2, x: 1 }],
  ]
  const modernChanges: typeof changes = [
    [
      'a Map',
      { a: new Map([[1, 2]]) },
      (map: Map<number, number>) => map.set(1, 3),
      new Map([[1, 3]]),
    ],
    ['a Set', { a: new Set([1]) }, (set: Set<number>) => set.add(2), new Set([1, 2])],
    ['a Date', { a: new Date(1) }, (date: Date) => date.setTime(2), new Date(2)],
    ['bytes', { a: Uint8Array.of(1) }, (b: Uint8Array) => (b[0] = 2), Uint8Array.of(2)],
    ['0 to -0', { a: [0] }, (list: number[]) => (list[0] = -0), [-0]],
  ]
  function swap(o: Data): void {
    const { x } = o
    delete o['x']
    o['x'] = x
  }

  describe.each(modern.slice(0, 2))('%s', (_, make) => {
    test.each([...changes, ...modernChanges])('%s', (_, data, change, expected) => {
      const [jar, factory] = [new Jar(), make()]
      jar.visit(factory, put(data))
      jar.visit(factory, (session) => {
        expect(session.isChanged).toBe(false)
        change(session.get('a') as never)
        expect(session.isChanged).toBe(true)
      })
      expect(jar.lines).toHaveLength(1)
      expect(jar.visit(factory, get)).toEqual(expected)
    })
  })

  describe.each(pyramid.slice(1))('Pyramid, %s', (_, make) => {
    test.each(changes)('%s, with detectChanges only', (_, data, change, expected) => {
      for (const detectChanges of [false, true]) {
        const [jar, factory] = [new Jar(), make({ detectChanges })]
        jar.visit(factory, put(data))
        jar.visit(factory, (session) => change(session.get('a') as never))
        expect(jar.lines).toHaveLength(detectChanges ? 1 : 0)
        if (detectChanges) expect(jar.visit(factory, get)).toEqual(expected)
      }
    })

    test('and detectChanges is false unless it is asked for', () => {
      const jar = new Jar()
      jar.visit(make(), put({ a: [1] }))
      jar.visit(make(), (session) => (session.get('a') as number[]).push(2))
      expect(jar.lines).toEqual([])
    })

    test('with it, what did not change is written as Pyramid says', () => {
      const [jar, factory] = [new Jar(), make({ detectChanges: true })]
      jar.visit(factory, put({ a: 1 }))
      jar.visit(factory, get)
      expect(jar.lines).toEqual([])
      jar.visit(factory, put({ a: 1 }))
      expect(jar.lines).toHaveLength(1)
    })
  })
})

describe.each(modern)('%s: a new session that holds nothing sends no cookie', (_, make) => {
  test.each<[string, (session: ReturnType<SessionFactory<Data>['open']>['session']) => unknown]>([
    ['read', (s) => [s.get('a'), s.size, [...s]]],
    ['emptied', (s) => s.clear()],
    ['written and emptied', (s) => s.set('a', 1).clear()],
    ['changed()', (s) => s.changed()],
    ['regenerated', (s) => s.regenerate()],
    ['ended', (s) => s.invalidate()],
    ['destroyed', (s) => s.destroy()],
    ['a message that was read', (s) => [s.flash('x'), s.popFlash()]],
  ])('%s', (_, handle) => {
    const jar = new Jar()
    jar.visit(make(), handle)
    expect(jar.lines).toEqual([])
  })

  test('a message, a token, a value do', () => {
    const handlers: ((session: ReturnType<SessionFactory<Data>['open']>['session']) => unknown)[] =
      [
        (session) => session.flash('x'),
        (session) => session.getCsrfToken(),
        (session) => session.set('a', null),
      ]
    for (const handle of handlers) {
      const jar = new Jar()
      jar.visit(make(), handle)
      expect(jar.lines).toHaveLength(1)
    }
  })

  test('one that was emptied says so to the browser', () => {
    const jar = new Jar()
    jar.visit(make(), put({ a: 1 }))
    jar.visit(make(), (session) => session.clear())
    expect(jar.lines).toHaveLength(1)
    expect(jar.visit(make(), (session) => [session.size, session.new])).toEqual([0, false])
  })
})

describe('persistent ties Max-Age to the timeouts', () => {
  const ageOf = (jar: Jar): string | undefined => /; Max-Age=(\d+);/.exec(jar.lines[0]!)?.[1]

  test('without it the cookie goes with the browser', () => {
    const jar = new Jar()
    jar.visit(make(), put({ a: 1 }))
    expect(jar.lines[0]).not.toMatch(/max-age|expires/i)
  })

  test.each([
    [{}, '1800'],
    [{ idleTimeout: 600, reissueTime: 60 }, '600'],
    [{ idleTimeout: null }, '43200'],
    [{ idleTimeout: null, absoluteTimeout: null, reissueTime: null }, String(400 * 86_400)],
  ])('for every session, with %j', (limits, age) => {
    const jar = new Jar()
    now = 1_700_000_000
    jar.visit(make({ persistent: true, ...limits }), put({ a: 1 }))
    expect(ageOf(jar)).toBe(age)
    expect(jar.lines[0]).toMatch(/; expires=/)
    expect(jar.visit(make(limits), (session) => session.persistent)).toBe(true)
  })

  test('not longer than the session can live', () => {
    const [jar, factory] = [new Jar(), make({ persistent: true, absoluteTimeout: 2000 })]
    now = 1_700_000_000
    jar.visit(factory, put({ a: 1 }))
    now += 1500
    jar.visit(factory, put({ a: 2 }))
    expect(ageOf(jar)).toBe('500')
  })

  test('checklist 17: not longer than 400 days, which is the most that is a setting', () => {
    const most = 400 * 86_400
    const jar = new Jar()
    now = 1_700_000_000
    const options = { persistent: true, idleTimeout: most, absoluteTimeout: null }
    jar.visit(make(options), put({ a: 1 }))
    expect(ageOf(jar)).toBe(String(most))
    expect(() => make({ ...options, idleTimeout: most + 1 })).toThrow(
      expect.objectContaining({ option: 'idleTimeout' }),
    )
  })

  test('for one session, and back', () => {
    const [jar, factory] = [new Jar(), make()]
    jar.visit(factory, put({ a: 1 }))
    jar.visit(factory, (session) => (session.persistent = true))
    expect(ageOf(jar)).toBe('1800')
    jar.visit(factory, put({ a: 2 }))
    expect(ageOf(jar)).toBe('1800')
    jar.visit(factory, (session) => (session.persistent = true))
    expect(jar.lines).toEqual([])
    jar.visit(factory, (session) => (session.persistent = false))
    expect(jar.lines[0]).not.toContain('Max-Age')
    jar.visit(factory, put({ a: 3 }))
    expect(jar.lines[0]).not.toContain('Max-Age')
  })

  test('only true and false, and only where the format carries it', () => {
    const { session } = make().open()
    expect(() => (session.persistent = 1 as never)).toThrow(TypeError)
    const old = unencryptedCookieSessionFactoryConfig('s').open().session
    expect(() => (old.persistent = true)).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    expect(() => cookieSessionFactory(pyramidHexFormat('s'), { persistent: true })).toThrow(
      expect.objectContaining({ option: 'persistent' }),
    )
  })
})

describe.each(modern)('%s: what fitted goes on to fit', (_, make) => {
  test('at the limit, for as long as the session lives', () => {
    const factory = make()
    const jar = new Jar()
    const mostOf = (size: number): void =>
      void jar.visit(factory, (session) => session.set('a', 'x'.repeat(size)))
    const fits = (size: number): boolean => {
      const { session } = factory.open()
      session.set('a', 'x'.repeat(size))
      return session.byteLength() <= 4082
    }
    const most = Array.from({ length: 4096 }, (_, at) => 4096 - at).find(fits)!
    mostOf(most)
    for (let at = 0; at < 40; at++) {
      now += 1000 + at
      const length = jar.visit(factory, (session) => String(get(session)).length)
      expect([length, jar.lines.length]).toEqual([most, 1])
    }
  })
})

describe('what is too big', () => {
  test('is told before, and when it is written', () => {
    const { session, commit } = make().open()
    session.update({ small: 1, large: 'x'.repeat(2500), larger: 'y'.repeat(2600) })
    const size = session.byteLength()
    expect(() => commit()).toThrow(
      expect.objectContaining({
        code: 'COOKIE_TOO_LARGE',
        size,
        limit: 4096 - '__Host-session'.length,
        keys: [
          expect.objectContaining({ key: 'larger' }),
          expect.objectContaining({ key: 'large' }),
          expect.objectContaining({ key: 'small' }),
        ],
      }),
    )
    session.delete('larger')
    const [[, line] = []] = commit()
    expect(line).toContain('__Host-session=')
  })

  test.each([70_000, 10_000_000])('%i characters are no other error', (length) => {
    const { session, commit } = make().open()
    session.set('a', 'x'.repeat(length))
    const tooLarge = expect.objectContaining({ code: 'COOKIE_TOO_LARGE', limit: 4082 })
    expect(() => session.byteLength()).toThrow(tooLarge)
    expect(() => session.save()).toThrow(tooLarge)
    expect(() => commit()).toThrow(tooLarge)
  })

  test('checklist 17: name and value together fill 4096 bytes, and no more', () => {
    const sizes = new Map<number, boolean>()
    for (let length = 2900; length < 3040; length++) {
      const { session, commit } = make().open()
      session.set('a', 'x'.repeat(length))
      const size = session.byteLength()
      try {
        sizes.set(size, commit()[0]![1].split(';')[0]!.length === size + '__Host-session='.length)
      } catch {
        sizes.set(size, false)
      }
    }
    expect(sizes.get(4082)).toBe(true)
    expect(sizes.get(4083)).toBe(false)
  })
})

test('the rules are a table that an application can take from', () => {
  const life = { ...LIVES.modern, detectChanges: false, writesMark: true }
  const [jar, factory] = [new Jar(), make({ life })]
  jar.visit(factory, put({ a: [1] }))
  jar.visit(factory, (session) => (session.get('a') as number[]).push(2))
  expect(jar.lines).toEqual([])
  jar.visit(factory, put({ a: [1] }))
  expect(jar.lines).toHaveLength(1)
})

test('invalidate() signs out by rules that only empty a session, though it holds nothing', () => {
  const [jar, factory] = [new Jar(), make({ life: { ...LIVES.modern, invalidateEnds: false } })]
  jar.visit(factory, (session) => Object.assign(session, { subject: 'user 7', persistent: true }))
  jar.visit(factory, (session) => session.invalidate())
  const seen = jar.visit(factory, ({ subject, persistent }) => [subject, persistent])
  expect(seen).toEqual([undefined, false])
})
