/** Session data held against a schema, by three libraries of the Standard Schema and by hand. */
import { type } from 'arktype'
import * as v from 'valibot'
import { beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest'
import * as z from 'zod'
import { tokenKeysOf } from '../../src/session/token-keys.js'
import {
  cookieSessionFactory,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  signedFormat,
  signedSerialize,
} from '../../src/index.js'
import type {
  InvalidEvent,
  Session,
  SessionEvent,
  SessionFactory,
  StandardSchema,
} from '../../src/index.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { typeTest } from '../support/type-test.js'

interface Cart {
  userId: number
  items: string[]
}

const heard = vi.fn((_: SessionEvent) => undefined)
beforeEach(() => heard.mockReset())

const KEY = keyOf('schema')
const untyped = sealedCookieSessionFactory<Data>(KEY)
const make = <D extends object>(
  schema: StandardSchema<D>,
  migrate?: (old: Record<string, unknown>) => D | undefined,
): SessionFactory<D> =>
  cookieFactory({ schema, onEvent: heard, ...(migrate && { migrate }) }) as SessionFactory<D>
const cookieFactory = (options: object): unknown => sealedCookieSessionFactory(KEY, options)

/** A cookie with such data, by a factory that takes any. */
function jarWith(data: Data): Jar {
  const jar = new Jar()
  jar.visit(untyped, (session) => session.update(data))
  return jar
}

const reasons = (): unknown[] =>
  heard.mock.calls.map(([event]) => (event.type === 'invalid' ? event.reason : event.type))

/** A schema by hand. */
function schemaOf<D>(validate: (value: unknown) => unknown): StandardSchema<D> {
  return { '~standard': { version: 1, vendor: 'tests', validate: validate as never } }
}

const libraries: [string, StandardSchema<Cart>][] = [
  ['zod', z.object({ userId: z.number(), items: z.array(z.string()) })],
  ['valibot', v.object({ userId: v.number(), items: v.array(v.string()) })],
  ['arktype', type({ userId: 'number', items: 'string[]' })],
]

describe.each(libraries)('%s', (_, schema) => {
  test('data that fit are taken', () => {
    const jar = jarWith({ userId: 7, items: ['a'] })
    jar.visit(make(schema), (session) => {
      expect([session.get('userId'), session.get('items'), session.new]).toEqual([7, ['a'], false])
    })
    expect(jar.lines).toEqual([])
    expect(heard).not.toHaveBeenCalled()
  })

  test.each<[string, Data]>([
    ['of another type', { userId: '7', items: [] }],
    ['of another type inside', { userId: 7, items: [1] }],
    ['that lack something', { userId: 7 }],
    ['that are empty', {}],
  ])('data %s begin a new session, with the reason', (_, data) => {
    const { session } = make(schema).open(jarWith({ x: 1, ...data }).header)
    expect([session.new, session.size]).toEqual([true, 0])
    expect(reasons()).toEqual(['BAD_DATA'])
  })

  test('or go through migrate', () => {
    const migrate = vi.fn((old: Record<string, unknown>) => ({
      userId: Number(old['user']),
      items: [],
    }))
    const jar = jarWith({ user: '7' })
    const { id } = untyped.open(jar.header).session
    jar.visit(make(schema, migrate), (session) => {
      expect([session.get('userId'), session.get('items'), session.new]).toEqual([7, [], false])
      expect([session.has('user' as never), session.id]).toEqual([false, id])
    })
    expect(migrate.mock.calls).toEqual([[{ user: '7' }]])
    expect(jar.lines).toHaveLength(1)
    jar.visit(make(schema, migrate), (session) => session.get('userId'))
    expect(jar.lines).toEqual([])
    expect(migrate).toHaveBeenCalledTimes(1)
    expect(heard).not.toHaveBeenCalled()
  })

  test('what migrate gives has to fit, too', () => {
    const { session } = make(schema, () => ({ userId: 'x' }) as never).open(
      jarWith({ a: 1 }).header,
    )
    expect(session.new).toBe(true)
    expect(reasons()).toEqual(['BAD_DATA'])
  })

  describe('what a schema adds is written with the first access', () => {
    const adding = {
      '~standard': {
        ...schema['~standard'],
        validate: (data: unknown) => ({ value: { theme: { dark: false }, ...(data as object) } }),
      },
    }

    test.each<[string, number, (session: Session) => unknown]>([
      ['a look at a key', 0, (session) => session.peek('userId' as never)],
      ['a look at a value', 0, (session) => session.peek('theme' as never)],
      ['a look at all', 0, (session) => session.peek()],
      ['a question for changes', 0, (session) => expect(session.isChanged).toBe(false)],
      ['an access', 1, (session) => session.get('userId' as never)],
      ['a look, and an access', 1, (session) => [session.peek(), session.size]],
      [
        'a change of what was looked at',
        1,
        (session) => Object.assign(session.peek('theme' as never) as object, { dark: true }),
      ],
    ])('%s: %i cookies', (_, cookies, use) => {
      const { session, commit } = make(adding as never).open(jarWith({ userId: 7 }).header)
      use(session as unknown as Session)
      expect(commit()).toHaveLength(cookies)
    })
  })

  test('messages and tokens are not asked for, and stay', () => {
    const jar = jarWith({ userId: 7, items: [], _csrf_of_mine: 'x' })
    const token = jar.visit(untyped, (session) => {
      session.flash('hello')
      session.flash('careful', 'warning')
      return session.getCsrfToken()
    })
    jar.visit(make(schema), (session) => {
      session[tokenKeysOf].add('_csrf_of_mine')
      expect(session.getCsrfToken()).toBe(token)
      expect([session.popFlash(), session.popFlash('warning')]).toEqual([['hello'], ['careful']])
      expect(session.peek('_csrf_of_mine' as never)).toBe('x')
    })
    expect(heard).not.toHaveBeenCalled()
  })

  test('nor can a schema put something in their place, or make some', () => {
    const jar = jarWith({ userId: 7, _csrf_of_mine: 'x' })
    const token = jar.visit(untyped, (session) => {
      session.flash('hello')
      return session.getCsrfToken()
    })
    const ours = { _f_: ['bad'], _f_other: ['bad'], _csrft_: 'bad', _csrf_of_mine: 'bad' }
    const putting = (value: unknown): StandardSchema<Data> =>
      schemaOf(() => ({ value: { ...(value as object), ...ours } }))
    const refusing = schemaOf<Data>((value) =>
      '_f_' in (value as object) ? putting(value)['~standard'].validate(value) : { issues: [] },
    )
    const migrating = make<Data>(refusing, (old) => ({ ...old, ...ours }))
    for (const factory of [make(putting({ userId: 7 })), migrating]) {
      const { session } = factory.open(jar.header)
      session[tokenKeysOf].add('_csrf_of_mine')
      expect([...session.keys()].toSorted()).toEqual(['_csrf_of_mine', '_csrft_', '_f_', 'userId'])
      expect([session.getCsrfToken(), session.popFlash()]).toEqual([token, ['hello']])
      expect(session.peek('_csrf_of_mine')).toBe('x')
    }
  })

  typeTest('the type of the session is the schema’s', () => {
    const uses = () => {
      const factory = sealedCookieSessionFactory(KEY, { schema })
      expectTypeOf(factory).toEqualTypeOf<SessionFactory<Cart>>()
      const general = cookieSessionFactory(signedFormat(KEY), { schema })
      expectTypeOf(general).toEqualTypeOf<SessionFactory<Cart>>()
    }
    expectTypeOf(uses).returns.toBeVoid()
  })
})

describe('types are inferred', () => {
  typeTest('of zod, valibot and arktype as they are written', () => {
    const uses = () => {
      const zod = z.object({ userId: z.number(), name: z.string().optional(), when: z.date() })
      const { session } = sealedCookieSessionFactory(KEY, { schema: zod }).open()
      expectTypeOf(session.get('userId')).toEqualTypeOf<number | undefined>()
      expectTypeOf(session.get('name')).toEqualTypeOf<string | undefined>()
      expectTypeOf(session.get('when')).toEqualTypeOf<Date | undefined>()
      // @ts-expect-error -- no such key
      session.get('user')
      // @ts-expect-error -- another type
      session.set('userId', 'seven')

      const valibot = v.object({ roles: v.array(v.string()) })
      const second = sealedCookieSessionFactory(KEY, { schema: valibot }).open().session
      expectTypeOf(second.get('roles')).toEqualTypeOf<string[] | undefined>()

      const ark = type({ 'theme?': "'dark' | 'light'" })
      const third = sealedCookieSessionFactory(KEY, { schema: ark }).open().session
      expectTypeOf(third.get('theme')).toEqualTypeOf<'dark' | 'light' | undefined>()
    }
    expectTypeOf(uses).returns.toBeVoid()
  })

  typeTest('what a schema makes of data is what the session is', () => {
    const schema = z.object({ n: z.string().transform(Number) })
    const uses = () => {
      const { session } = sealedCookieSessionFactory(KEY, { schema }).open()
      expectTypeOf(session.get('n')).toEqualTypeOf<number | undefined>()
      sealedCookieSessionFactory(KEY, { schema, migrate: (old) => ({ n: Number(old['n']) }) })
      // @ts-expect-error -- not what the schema makes
      sealedCookieSessionFactory(KEY, { schema, migrate: () => ({ m: 1 }) })
    }
    expectTypeOf(uses).returns.toBeVoid()
  })
})

describe('what a schema makes of the data', () => {
  test('defaults are there, and saved once', () => {
    const schema = z.object({ theme: z.string().default('light') })
    const jar = jarWith({ other: 1 })
    expect(jar.visit(make(schema), (session) => session.get('theme'))).toBe('light')
    expect(jar.lines).toHaveLength(1)
    jar.visit(make(schema), (session) => session.get('theme'))
    expect(jar.lines).toEqual([])
  })

  test.each<[string, (data: Data) => unknown]>([
    ['an object', (data) => ({ ...data, a: undefined, other: undefined })],
    ['a Map', (data) => new Map(Object.entries({ ...data, a: undefined, other: undefined }))],
  ])('a key that is undefined in %s is not there', (_, made) => {
    const schema = schemaOf<Data>((value) => ({ value: made(value as Data) }))
    const { session } = make(schema).open(jarWith({ a: 1, b: 2 }).header)
    expect([[...session.keys()], session.size, session.has('a')]).toEqual([['b'], 1, false])
  })

  test('values of all kinds go through it', () => {
    const schema = z.object({ when: z.date(), big: z.bigint(), by: z.map(z.string(), z.number()) })
    const data = { when: new Date(5), big: 5n, by: new Map([['a', 1]]) }
    const { session } = make(schema).open(jarWith(data).header)
    expect(Object.fromEntries(session)).toEqual(data)
  })

  test('a number that is a key stays one, visit after visit', () => {
    const factory = make<Data>(z.object({ 5: z.string(), name: z.string() }).partial())
    const jar = new Jar()
    jar.visit(factory, (session) =>
      session.update([
        [5, 'x'],
        ['name', 'Ana'],
      ] as never),
    )
    jar.visit(factory, (session) => session.set(5 as never, 'y' as never))
    const { session } = factory.open(jar.header)
    expect([...session]).toEqual([
      [5, 'y'],
      ['name', 'Ana'],
    ])
  })

  test('a Map of a schema keeps a number and a text of one name', () => {
    const both = new Map<unknown, unknown>([
      [5, 'int'],
      ['5', 'text'],
    ])
    const jar = new Jar()
    jar.visit(untyped, (session) => session.set(5 as never, 'x' as never))
    const { session } = make<Data>(schemaOf(() => ({ value: both }))).open(jar.header)
    expect([...session]).toEqual([...both])
  })

  test('dangerous names are keys like any other', () => {
    const data = JSON.parse('{"__proto__": {"admin": true}, "userId": 1}') as Data
    const seen = vi.fn((value: unknown) => ({ value }))
    const jar = jarWith({})
    jar.visit(untyped, (session) => session.update(Object.entries(data) as never))
    const { session } = make<Data>(schemaOf(seen)).open(jar.header)
    expect([...session.keys()]).toEqual(['__proto__', 'userId'])
    const [[given]] = seen.mock.calls as [[Data]]
    expect([Object.getPrototypeOf(given), given['admin']]).toEqual([Object.prototype, undefined])
  })

  test.each([[1], ['text'], [null], [[]], [undefined]])('%j is no session', (value) => {
    const factory = make<Data>(schemaOf(() => ({ value })))
    expect(() => factory.open(jarWith({ a: 1 }).header).session.get('a')).toThrow(
      expect.objectContaining({ name: 'OptionError', option: 'schema' }),
    )
  })

  test.each([[undefined], [null], [true], ['text']])('nor is the answer %j', (answer) => {
    const factory = make<Data>(schemaOf(() => answer))
    expect(() => factory.open(jarWith({ a: 1 }).header).session.get('a')).toThrow(
      expect.objectContaining({
        name: 'OptionError',
        option: 'schema',
        message: expect.stringContaining('validate() gave') as string,
      }),
    )
  })

  test('a new session is not asked for anything', () => {
    const validate = vi.fn()
    const { session, commit } = make<Data>(schemaOf(validate)).open()
    session.set('a', 1)
    expect(commit()).toHaveLength(1)
    expect(validate).not.toHaveBeenCalled()
  })

  test('an older format is held against it', () => {
    const factory = sealedCookieSessionFactory(KEY, {
      clock: () => 1_700_000_000,
      schema: z.object({ when: z.date() }),
      migrate: (old) => ({ when: new Date(Number(old['seconds']) * 1000) }),
      acceptFormats: [
        { format: pyramidHexFormat('old'), until: '2030-01-01', cookieName: 'session' },
      ],
    })
    const text = signedSerialize([1_700_000_000, 1_700_000_000, { seconds: 5 }], 'old')
    const { session, commit } = factory.open(`session=${text}`)
    expect(session.get('when')).toEqual(new Date(5000))
    expect(commit()).toHaveLength(2)
  })
})

describe('a schema has to answer at once', () => {
  const slow = {
    zod: z.object({ a: z.number().refine((value) => Promise.resolve(value > 0)) }),
    valibot: v.objectAsync({
      a: v.pipeAsync(
        v.number(),
        v.checkAsync(() => Promise.resolve(true)),
      ),
    }),
    'by hand': schemaOf(async (value) => ({ value })),
    'by hand, that rejects': schemaOf(() => Promise.reject(new Error('x'))),
  }

  test.each(Object.entries(slow))('%s', (_, schema) => {
    const factory = make(schema as StandardSchema<Data>)
    expect(() => factory.open(jarWith({ a: 1 }).header).session.get('a')).toThrow(
      expect.objectContaining({ name: 'OptionError', option: 'schema' }),
    )
  })

  test('and so has migrate', () => {
    const schema = z.object({ a: z.string() })
    const factory = make(schema, (() => Promise.resolve({ a: 'x' })) as never)
    expect(() => factory.open(jarWith({ a: 1 }).header).session.get('a')).toThrow(
      expect.objectContaining({ name: 'OptionError', option: 'migrate' }),
    )
  })

  test('what fails in it is not taken for a bad cookie', () => {
    const failing = schemaOf<Data>(() => {
      throw new TypeError('a mistake')
    })
    const { session } = make(failing).open(jarWith({ a: 1 }).header)
    expect(() => session.get('a')).toThrow('a mistake')
    expect(heard).not.toHaveBeenCalled()
  })
})

describe('options', () => {
  test.each([[1], [{}], [() => true], [{ '~standard': {} }], [{ '~standard': { validate: 1 } }]])(
    'schema: %o is none',
    (schema) => {
      expect(() => cookieFactory({ schema })).toThrow(expect.objectContaining({ option: 'schema' }))
    },
  )

  test('migrate needs a schema', () => {
    expect(() => cookieFactory({ migrate: () => ({}) })).toThrow(
      expect.objectContaining({ option: 'migrate' }),
    )
    expect(() => cookieFactory({ schema: z.object({}), migrate: {} })).toThrow(
      expect.objectContaining({ option: 'migrate' }),
    )
  })
})

test('data with a number and a text as keys of one name are refused, as an object has only one of them', () => {
  const key = keyOf('numbers')
  const validate = vi.fn((value: unknown) => ({ value }))
  const opened = (data: [unknown, unknown][]): Session<Data> => {
    const format = pyramidHexFormat('s')
    const text = signedSerialize([1, 1, new Map(data)], 's')
    const acceptFormats = [{ format, until: '2040-01-01', cookieName: 'old' }]
    const schema = schemaOf<Data>(validate)
    const options = { schema, acceptFormats, clock: () => 2, onEvent: heard }
    return sealedCookieSessionFactory<Data>(key, options).open(`old=${text}`).session
  }
  expect([...opened([[5, 'int']])]).toEqual([[5, 'int']])
  expect(reasons()).toEqual(['legacy-format'])
  const both = opened([
    [5, 'int'],
    ['5', 'text'],
  ])
  expect([both.new, both.size]).toEqual([true, 0])
  expect(validate).toHaveBeenCalledTimes(1)
  expect(heard.mock.calls.at(-1)![0]).toMatchObject({ reason: 'BAD_DATA' })
  expect(String((heard.mock.calls.at(-1)![0] as InvalidEvent).error)).toMatch(/keys of one name/)
})
