/** When a session is written, what is too late, and what is looked at without consequences. */
import { format, inspect } from 'node:util'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  CookieTooLargeError,
  SessionCommittedError,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { OpenSession, Session } from '../../src/index.js'

type Data = Record<string, unknown>

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
let now: number
const clock = (): number => now
const kinds = {
  first: unencryptedCookieSessionFactoryConfig<Data>(SECRET, { clock }),
  later: signedCookieSessionFactory<Data>(SECRET, { clock }),
}

const cookieOf = ({ commit }: OpenSession<Data>): string => commit()[0]![1].split(';')[0]!

beforeEach(() => {
  now = 1_700_000_000
})

describe.each(Object.entries(kinds))('the %s factory', (_, factory) => {
  const writes: Record<string, (session: Session<Data>) => unknown> = {
    set: (session) => session.set('a', 2),
    delete: (session) => session.delete('a'),
    clear: (session) => session.clear(),
    update: (session) => session.update({ a: 2 }),
    setDefault: (session) => session.setDefault('b', 2),
    pop: (session) => session.pop('a'),
    popItem: (session) => session.popItem(),
    changed: (session) => session.changed(),
    invalidate: (session) => session.invalidate(),
    flash: (session) => session.flash('late'),
    popFlash: (session) => session.popFlash(),
    newCsrfToken: (session) => session.newCsrfToken(),
    'getCsrfToken without a token': (session) => session.getCsrfToken(),
    save: (session) => session.save(),
  }

  test.each(Object.entries(writes))('%s() after the commit is an error', (_, write) => {
    const { session, commit } = factory.open()
    session.set('a', 1)
    commit()
    expect(() => write(session)).toThrow(SessionCommittedError)
    expect(() => write(session)).toThrow(
      expect.objectContaining({ code: 'SESSION_COMMITTED', name: 'SessionCommittedError' }),
    )
    expect(session.get('a')).toBe(1)
  })

  test('so it is where nothing was committed, and where the session was not used before', () => {
    const { session, commit } = factory.open()
    expect(commit()).toEqual([])
    expect(() => session.set('a', 1)).toThrow(SessionCommittedError)
    expect(session.size).toBe(0)
  })

  test('reading goes on, and further commits give nothing', () => {
    const { session, commit } = factory.open()
    session.set('a', 1)
    session.getCsrfToken()
    commit()
    now += 10
    expect([session.get('a'), session.has('a'), [...session.keys()].length]).toEqual([1, true, 2])
    expect(session.getCsrfToken()).toMatch(/^[0-9a-f]{40}$/)
    expect(commit()).toEqual([])
  })

  test('a commit that failed closes nothing: the session can be mended', () => {
    const { session, commit } = factory.open()
    session.set('a', 'x'.repeat(5000))
    expect(commit).toThrow(CookieTooLargeError)
    expect(commit).toThrow(CookieTooLargeError)
    session.delete('a')
    expect(commit()).toHaveLength(1)
  })

  test('close() may say why, whether the session has been used or not', () => {
    for (const use of [() => undefined, (session: Session<Data>) => session.get('a')]) {
      const { session, close } = factory.open()
      use(session)
      close('here: write elsewhere')
      const refusal = {
        code: 'SESSION_COMMITTED',
        message: 'The session cannot be changed here: write elsewhere',
      }
      expect(() => session.set('a', 1)).toThrow(expect.objectContaining(refusal))
    }
  })

  test('headers() does not close the session, close() does', () => {
    const opened = factory.open()
    opened.session.set('a', 1)
    expect(opened.headers()).toEqual(opened.headers())
    opened.session.set('a', 2)
    const again = factory.open({ value: opened.headers()[0]![1].split(';')[0]!.slice(8) })
    expect(again.session.get('a')).toBe(2)
    opened.close()
    expect(opened.headers()).toEqual([])
    expect(() => opened.session.set('a', 3)).toThrow(SessionCommittedError)
  })

  test('save() tells whether the session can be written; later changes are written too', () => {
    const opened = factory.open()
    const { session } = opened
    session.save()
    session.set('a', 'x'.repeat(5000))
    expect(() => session.save()).toThrow(CookieTooLargeError)
    expect(opened.saveFailed()).toBe(true)
    session.set('a', 'y'.repeat(5000))
    expect(opened.saveFailed()).toBe(false)
    expect(() => session.save()).toThrow(CookieTooLargeError)
    session.changed()
    expect(opened.saveFailed()).toBe(false)
    session.set('a', [1])
    session.save()
    expect(opened.saveFailed()).toBe(false)
    ;(session.get('a') as number[]).push(2)
    expect(factory.open(cookieOf(opened)).session.get('a')).toEqual([1, 2])
  })

  test('peek() is not an access', () => {
    const first = factory.open()
    first.session.set('a', 1)
    const cookie = cookieOf(first)
    now += 100
    const { session, commit } = factory.open(cookie)
    const { data, ...rest } = session.peek()
    expect([...data]).toEqual([['a', 1]])
    expect(rest).toEqual({ created: now - 100, accessed: now - 100, new: false })
    expect([session.peek('a'), session.peek('b')]).toEqual([1, undefined])
    expect([session.accessed, session.isChanged]).toEqual([now - 100, false])
    expect(commit()).toEqual([])
  })

  test('changed() tells that what peek() gave was changed inside', () => {
    const first = factory.open()
    first.session.set('a', [1])
    const second = factory.open(cookieOf(first))
    ;(second.session.peek('a') as number[]).push(2)
    second.session.changed()
    expect(second.session.isChanged).toBe(true)
    expect(factory.open(cookieOf(second)).session.get('a')).toEqual([1, 2])
  })

  test('what is printed of peek() has no token', () => {
    const { session } = factory.open()
    const token = session.set('a', 1).getCsrfToken()
    expect(session.peek('_csrft_')).toBe(token)
    expect(inspect(session.peek())).toContain("'a' => 1")
    // As console.dir and console.table do.
    const printed = [
      inspect(session.peek(), { depth: 9 }),
      inspect(session.peek(), { customInspect: false }),
      format('%O', session.peek()),
      String([...session.peek().data]),
    ]
    for (const text of printed) expect(text).not.toContain(token)
  })

  test.each([null, 5, [5], [['a']], [['a', 1, 2]], 'ab'])('update(%j) changes nothing', (wrong) => {
    const { session, commit } = factory.open()
    expect(() => session.update(wrong as never)).toThrow(
      /update\(\) takes an object, a Map or pairs/,
    )
    expect([session.isChanged, commit()]).toEqual([false, []])
  })

  test('what peek() shows is a copy', () => {
    const { session } = factory.open()
    ;(session.peek().data as Map<string, unknown>).set('a', 1)
    expect(session.peek('a')).toBeUndefined()
  })

  test('isChanged tells writing from reading', () => {
    const read = factory.open().session
    read.get('a')
    expect(read.isChanged).toBe(false)
    const set = factory.open().session.set('a', 1)
    expect(set.isChanged).toBe(true)
    const changed = factory.open().session
    changed.changed()
    expect(changed.isChanged).toBe(true)
  })

  test.each([
    ['too large', 'x'.repeat(70_000)],
    ['nothing that a session can hold', () => 1],
  ])('isChanged is true where what was read became %s', (_, added) => {
    const sealed = sealedCookieSessionFactory<{ list: unknown[] }>(generateKey())
    const first = sealed.open()
    first.session.set('list', [1])
    const { session } = sealed.open(cookieOf(first))
    session.get('list')?.push(added)
    expect(session.isChanged).toBe(true)
  })

  test('open() takes the value of a cookie that something else has parsed', () => {
    const first = factory.open()
    first.session.set('a', 1)
    const value = cookieOf(first).slice('session='.length)
    expect(factory.open({ value }).session.get('a')).toBe(1)
    expect(factory.open({ value: undefined }).session.new).toBe(true)
    expect(factory.open({ value: null }).session.new).toBe(true)
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('of the hook')
      },
    ],
    ['rejects', () => Promise.reject(new Error('of the hook'))],
  ])('an onInvalid that %s is printed, once, and the session is empty', async (_, fail) => {
    const print = vi.spyOn(console, 'error').mockReturnValue()
    const onInvalid = vi.fn<() => unknown>(fail)
    const { session } = signedCookieSessionFactory(SECRET, { onInvalid }).open('session=forged')
    expect(session.get('a' as never)).toBeUndefined()
    expect(session.new).toBe(true)
    await new Promise((resolve) => setImmediate(resolve))
    expect(onInvalid).toHaveBeenCalledOnce()
    expect(print.mock.calls).toEqual([[new Error('of the hook')]])
    print.mockRestore()
  })

  test('onInvalid may use the session that is opened', () => {
    const request: { session?: { flash: (message: string) => unknown } } = {}
    const factory = signedCookieSessionFactory(SECRET, {
      onInvalid: () => void request.session!.flash('signed out'),
    })
    const { session } = factory.open('session=forged', request)
    request.session = session
    expect(session.popFlash()).toEqual(['signed out'])
  })

  test('onInvalid is given what open() was told of the request', () => {
    const onInvalid = vi.fn()
    const told = signedCookieSessionFactory(SECRET, { onInvalid })
    const request = { url: '/' }
    void told.open('session=x', request).session.size
    expect(onInvalid).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ name: 'DeserializeError' }),
      request,
    )
  })

  test.each<[string, (session: Session<Data>) => unknown]>([
    ['a property', (session) => ((session as unknown as Data)['user'] = 1)],
    ['Object.assign', (session) => Object.assign(session, { user: 1 })],
    // What is assigned in sloppy mode is not to vanish either.
    ['sloppy mode', (session) => new Function('session', 'session.user = 1')(session)],
    ['the name of a method', (session) => Object.assign(session, { user: 1, flash: 1 })],
  ])('a Session takes no properties: %s', (_, assign) => {
    const { session } = factory.open()
    expect(() => assign(session)).toThrow(TypeError)
    expect(() => assign(session)).toThrow(/session\.set\('user', value\)/)
    expect(Object.keys(session)).toEqual([])
    expect((session as unknown as Data)['user']).toBeUndefined()
  })

  test.each(['flash', 'new', 'size', 'created', 'keys', 'get', 'save'])(
    'nor in the place of its members: %s',
    (name) => {
      const { session } = factory.open()
      const before: unknown = Reflect.get(session, name)
      const assign = new Function('session', `session.${name} = 1`)
      expect(() => assign(session)).toThrow(`session.set('${name}', value)`)
      expect(Reflect.get(session, name)).toEqual(before)
    },
  )

  test.each([5, true, { cookie: 'session=x' }, ['session=x'], { value: 5 }, () => ''])(
    'open(%o) is an error, and not a request without a cookie',
    (wrong) => {
      expect(() => factory.open(wrong as never)).toThrow(TypeError)
    },
  )

  test('what open() gives can be copied', () => {
    const copy = { ...factory.open() }
    copy.session.set('a', 1)
    expect(copy.variesByCookie()).toBe(true)
    expect(copy.revision()).toBeGreaterThan(0)
    expect(copy.commit()).toHaveLength(1)
  })
})
