/** Formats of an application that answer otherwise than they should. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  cookieSessionFactory,
  newRecord,
  sealedCookieSessionFactory,
  signedFormat,
} from '../../src/index.js'
import { withSession } from '../../src/bindings/node.js'
import type { CookiePart, SessionEvent, SessionFormat } from '../../src/index.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'

const inner = signedFormat(keyOf('own format'))
const heard = vi.fn((_: SessionEvent) => undefined)
beforeEach(() => heard.mockReset())

/** The format with functions that answer otherwise. */
const otherwise = (functions: object): SessionFormat => ({ ...inner, ...functions })

/** A cookie that the format itself can read. */
function cookie(): string {
  const jar = new Jar()
  jar.visit(cookieSessionFactory<Data>(inner), (session) => session.set('a', [1]))
  return jar.header
}

/** A request that reads, writes and sends. */
function visit(format: SessionFormat): void {
  const { session, commit } = cookieSessionFactory<Data>(format, { onEvent: heard }).open(cookie())
  session.get('a')
  session.set('b', 1)
  commit()
}

describe('an answer that is none is an error in words', () => {
  test.each<[string, object, RegExp]>([
    ['read: a promise', { read: async () => newRecord(1) }, /read\(\) gave a promise/],
    [
      'read: a promise that fails',
      { read: async () => JSON.parse('x') },
      /read\(\) gave a promise/,
    ],
    ['read: nothing', { read: () => undefined }, /a record .* from read\(\)/],
    ['read: text', { read: () => 'text' }, /a record .* from read\(\)/],
    ['read: an object', { read: () => ({ ...newRecord(1), data: { a: 1 } }) }, /a Map/],
    ['write: a promise', { write: async () => 'x' }, /write\(\) gave a promise/],
    ['write: a promise that fails', { write: () => Promise.reject(new Error('x')) }, /write\(\)/],
    ['write: nothing', { write: () => undefined }, /text from write\(\)/],
    ['write: bytes', { write: () => Buffer.from('x') }, /text from write\(\)/],
    ['dataText: a promise', { dataText: async () => 'x' }, /dataText\(\) gave a promise/],
    ['dataText: a number', { dataText: () => 7 }, /text from dataText\(\)/],
  ])('%s', (_, functions, message) => {
    const wrong = expect.objectContaining({ name: 'OptionError', option: 'format' })
    // What nobody has read is written by `dataText` and `write` alone.
    const read = { read: () => ({ ...newRecord(Date.now() / 1000, 'id'), data: new Map() }) }
    const format = otherwise('read' in functions ? functions : { ...read, ...functions })
    expect(() => visit(format)).toThrow(wrong)
    expect(() => visit(format)).toThrow(message)
  })

  test('also for a format that is only read', () => {
    const acceptFormats = [
      { format: otherwise({ read: async () => newRecord(1) }), until: '2040-01-01' },
    ]
    const factory = sealedCookieSessionFactory<Data>(keyOf('sealed'), { acceptFormats })
    expect(() => factory.open(cookie()).session.get('a')).toThrow(/read\(\) gave a promise/)
  })

  test('the process goes on, and answers', async () => {
    const format = otherwise({ read: async () => JSON.parse('x') })
    const failed = vi.fn((_error, _request, response) => response.writeHead(500).end())
    const handle = withSession(
      cookieSessionFactory<Data>(format),
      (request, response) => void response.end(String(request.session.get('a'))),
      { onError: failed },
    )
    const server = createServer(handle).listen(0)
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`
    const { status } = await fetch(url, { headers: { cookie: '__Host-session=x' } })
    expect([status, failed.mock.calls[0]?.[0]]).toEqual([
      500,
      expect.objectContaining({ option: 'format' }),
    ])
    server.close()
    server.closeAllConnections()
  })
})

test.each([
  ['an Error', new Error('no session')],
  ['a SyntaxError', new SyntaxError('hunter2 is no JSON')],
  ['text', 'no session'],
])('a read that throws %s has read a cookie that is no session', (_, thrown) => {
  const read = (): never => {
    throw thrown
  }
  const factory = cookieSessionFactory<Data>(otherwise({ read }), { onEvent: heard })
  const { session } = factory.open(cookie())
  expect([session.get('a'), session.new]).toEqual([undefined, true])
  const [event] = heard.mock.calls[0]!
  expect(event).toMatchObject({ type: 'invalid', reason: 'BAD_PAYLOAD' })
  const { cause } = (event as { error: Error }).error
  if (thrown instanceof SyntaxError) expect(String(cause)).not.toContain('hunter2')
  else expect(cause).toBe(thrown)
})

test('the functions are called as those of the format', () => {
  class Own implements SessionFormat {
    readonly name = 'own'
    readonly isAuthenticated = true
    readonly carriesId = true
    readonly #inner = inner
    read(...given: Parameters<SessionFormat['read']>) {
      return this.#inner.read(...given)
    }
    write(...given: Parameters<SessionFormat['write']>) {
      return this.#inner.write(...given)
    }
    dataText(...given: Parameters<SessionFormat['dataText']>) {
      return this.#inner.dataText(...given)
    }
  }
  const jar = new Jar()
  const factory = cookieSessionFactory<Data>(new Own())
  jar.visit(factory, (session) => session.set('a', [1]))
  jar.visit(factory, (session) => (session.get('a') as number[]).push(2))
  jar.visit(factory, (session) => session.flash('hello', '', false))
  expect(jar.visit(factory, (session) => session.get('a'))).toEqual([1, 2])
})

test('so are those that a format need not have', () => {
  class Parts {
    readonly end = '.2'
    join(valuesOf: (name: string) => readonly string[], name: string): readonly string[] {
      const [[first], [second]] = [valuesOf(name), valuesOf(name + this.end)]
      return first === undefined ? [] : [first + (second ?? '')]
    }
    split(text: string, name: string): readonly CookiePart[] {
      return [
        [name, text.slice(0, 10)],
        [name + this.end, text.slice(10)],
      ]
    }
  }
  class Own {
    readonly name = 'own'
    readonly isAuthenticated = true
    readonly carriesId = true
    readonly cookies = new Parts()
    readonly read = inner.read
    readonly write = inner.write
    readonly dataText = inner.dataText
    readonly #before = 'token-'
    newCsrfToken(random: (size: number) => Uint8Array): string {
      return `${this.#before}${random(8).length}`
    }
  }
  const jar = new Jar()
  const factory = cookieSessionFactory<Data>(new Own())
  expect(jar.visit(factory, (session) => session.getCsrfToken())).toBe('token-8')
  expect([...jar.cookies.keys()]).toEqual(['__Host-session', '__Host-session.2'])
  expect(jar.visit(factory, (session) => session.getCsrfToken())).toBe('token-8')
})

describe('what a format says that it carries', () => {
  const key = keyOf('what it carries')
  let now = 1_800_000_000
  const factoryOf = (functions: object, options: object = {}) =>
    cookieSessionFactory<Data>(
      { ...signedFormat(key), carriesId: false, ...functions } as SessionFormat,
      {
        clock: () => now,
        onEvent: heard,
        ...options,
      },
    )
  /** A cookie of a session that was made an hour, and written a minute before. */
  const old = (): string => {
    const format = signedFormat(key)
    const record = {
      ...newRecord(now - 3600, 'AAECAwQFBgcICQoLDA0ODw'),
      renewed: now - 60,
      data: new Map([['a', 1]]),
    }
    return `__Host-session=${format.write(record, '__Host-session')}`
  }

  test.each([
    ['both', undefined, 3600],
    ['when it was written', 'renewed', 60],
    ['no times', 'none', 0],
  ])('%s: the age of a session', (_, times, age) => {
    const { session } = factoryOf({ times }).open(old())
    expect([session.get('a'), now - session.created]).toEqual([1, age])
  })

  test.each([
    ['absoluteTimeout', { times: 'renewed' }],
    ['absoluteTimeout', { times: 'none' }],
    ['idleTimeout', { times: 'none' }],
    ['reissueTime', { times: 'none' }],
  ])('%s is refused where nothing tells when it began: %o', (option, functions) => {
    const wrong = expect.objectContaining({ name: 'OptionError', option })
    expect(() => factoryOf(functions, { [option]: 100 })).toThrow(wrong)
  })

  test('without times there is no timeout that nobody asked for', () => {
    const made = factoryOf({ times: 'none' })
    const cookie = old()
    now += 10_000_000
    expect(made.open(cookie).session.get('a')).toBe(1)
    const idle = factoryOf({ times: 'renewed' }).open(cookie).session
    expect([idle.get('a'), heard.mock.calls.length]).toEqual([undefined, 1])
  })

  test('its own end ends a session', () => {
    const endsAt = (expires: number) => ({
      read: (text: string, name: string) => ({ ...signedFormat(key).read(text, name), expires }),
    })
    expect(factoryOf(endsAt(now)).open(old()).session.get('a')).toBe(1)
    for (const over of [now - 0.001, Number.NaN]) {
      expect(factoryOf(endsAt(over)).open(old()).session.get('a')).toBe(undefined)
      expect(heard).toHaveBeenLastCalledWith(
        expect.objectContaining({ type: 'invalid', reason: 'EXPIRED' }),
      )
    }
  })

  test('it makes the CSRF token, which is no promise and not empty', () => {
    const made = factoryOf({
      newCsrfToken: (random: (size: number) => Uint8Array) => `t${random(3).length}`,
    })
    expect(made.open().session.getCsrfToken()).toBe('t3')
    expect(made.open().session.newCsrfToken()).toBe('t3')
    for (const wrong of [async () => 'x', () => '', () => 7]) {
      const { session } = factoryOf({ newCsrfToken: wrong }).open()
      expect(() => session.newCsrfToken()).toThrow(/newCsrfToken\(\)/)
    }
  })
})
