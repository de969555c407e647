/** What opening a session makes of a cookie that cannot be read, and of a fault that is not the cookie's. */
import { describe, expect, test, vi } from 'vitest'
import type { Mock } from 'vitest'
import {
  baseCookieSessionFactory,
  DeserializeError,
  JSONSerializer,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import { unquote } from '../../src/cookie/unquote.js'
import type { SessionFactory } from '../../src/index.js'
import { sessionFactory } from '../../src/session/factory.js'
import { LIVES } from '../../src/session/life.js'
import type { Session } from '../../src/session/session.js'
import { teller } from '../../src/session/events.js'
import type { SessionSettings } from '../../src/session/settings.js'

const SECRET = 'a secret of the tests, which nobody uses for anything else, and long enough for all'

/** A session whose cookie is read by `read`, and who hears of it when it cannot be. */
function openWith(read: () => unknown): { session: Session<object>; onInvalid: Mock } {
  const onInvalid = vi.fn()
  const settings: Partial<SessionSettings> = {
    life: { ...LIVES['pyramid-1.5'], idleTimeout: null },
    format: {
      name: 'test',
      isAuthenticated: true,
      carriesId: false,
      read: read as never,
      write: () => '',
      dataText: () => '',
    },
    accepted: [],
    cookieName: 'session',
    hear: teller({ onEvent: null, onInvalid }),
    clock: () => 1_700_000_000,
  }
  const factory = sessionFactory(settings as SessionSettings)
  return { session: factory.open({ value: 'text' }).session, onInvalid }
}

const failing = (error: Error) => () => {
  throw error
}

describe('a cookie that cannot be read', () => {
  const factories: [string, SessionFactory][] = [
    ['unencryptedCookieSessionFactoryConfig', unencryptedCookieSessionFactoryConfig(SECRET)],
    ['signedCookieSessionFactory', signedCookieSessionFactory(SECRET)],
    ['baseCookieSessionFactory', baseCookieSessionFactory(new JSONSerializer())],
  ]

  test.each(factories)('starts a new session where nobody listens, %s', (_, factory) => {
    const { session } = factory.open('session=garbage')
    expect([session.new, session.size]).toEqual([true, 0])
  })

  test('is told to who listens', () => {
    const reason = new DeserializeError('BAD_PAYLOAD', 'Bad')
    const { session, onInvalid } = openWith(failing(reason))
    expect([session.new, session.size]).toEqual([true, 0])
    expect(onInvalid).toHaveBeenCalledExactlyOnceWith(reason)
  })
})

test("a whole float of Python's is one again when the session is written", () => {
  const factory = baseCookieSessionFactory<Record<string, unknown>>(new JSONSerializer(), {
    clock: () => 1_700_000_000,
    timeout: null,
  })
  const value = '[1700000000, 1700000000.0, {"a": 5.0, "b": [6.0, 7]}]'
  const { session, commit } = factory.open(`session="${value.replaceAll('"', String.raw`\"`)}"`)
  session.set('c', 8)
  expect(session.get('a')).toBe(5)
  const written = commit()[0]![1]
    .replaceAll(String.raw`\042`, '"')
    .replaceAll(String.raw`\054`, ',')
  expect(written).toContain('{"a": 5.0, "b": [6.0, 7], "c": 8}')
})

describe('a fault of the program', () => {
  test.each([new TypeError('a mistake'), new RangeError('too deep'), new Error('any')])(
    'is not taken for a bad cookie, which would empty sessions in silence: %s',
    (fault) => {
      const { session, onInvalid } = openWith(failing(fault))
      expect(() => session.size).toThrow(fault)
      expect(onInvalid).not.toHaveBeenCalled()
    },
  )

  test('in onInvalid itself is printed', () => {
    const print = vi.spyOn(console, 'error').mockReturnValue()
    const fault = new Error('of the application')
    const factory = signedCookieSessionFactory(SECRET, { onInvalid: failing(fault) })
    expect(factory.open('session=garbage').session.size).toBe(0)
    expect(print).toHaveBeenCalledExactlyOnceWith(fault)
    print.mockRestore()
  })
})

describe('a value that is written with escapes', () => {
  const factory = baseCookieSessionFactory<{ name: string }>({
    dumps: (value) => Buffer.from(JSON.stringify(value)),
    loads: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as unknown,
  })
  const { session, commit } = factory.open()
  session.set('name', 'Zoë "Z" \\')
  const written = commit()[0]![1].split('; ')[0]!.slice('session='.length)

  test.each([
    ['as it is in the header', written],
    ['without its quotes, as parsers of cookies give it', written.slice(1, -1)],
    ['as WebOb reads it', unquote(written)],
  ])('is read from { value }, %s', (_, value) => {
    expect(written).toMatch(/^".*\\303.*"$/)
    expect(factory.open({ value }).session.get('name')).toBe('Zoë "Z" \\')
  })
})
