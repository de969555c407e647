import { inspect } from 'node:util'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import {
  signedDeserialize,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { OpenSession } from '../../src/index.js'
import { PyDeque, PyTuple, pyFloat } from '../../src/pickle/index.js'
import { timeOfWork } from '../support/time.js'

const SECRET = 'seekrit'
type Data = Record<string, unknown>

let now: number
const refused = vi.fn()
const factory = unencryptedCookieSessionFactoryConfig<Data>(SECRET, {
  clock: () => now,
  onInvalid: refused,
})

/** Opens the session of a request whose cookie holds `value`. */
const openWith = (value: unknown): OpenSession<Data> =>
  factory.open(`session=${signedSerialize(value, SECRET)}`)

/** What a commit put into the cookie. */
function written({ commit }: OpenSession<Data>): unknown[] {
  const [[name, line] = []] = commit()
  expect(name).toBe('Set-Cookie')
  return signedDeserialize(line!.slice('session='.length, line!.indexOf(';')), SECRET) as unknown[]
}

beforeEach(() => {
  now = 1_700_000_000.5
  refused.mockClear()
})

describe('the session is dict-like', () => {
  test('every method does what its name says', () => {
    const { session } = factory.open()
    expect(session.set('a', 1).set('b', 2).size).toBe(2)
    expect(session.get('a')).toBe(1)
    expect(session.get('z')).toBeUndefined()
    expect(session.get('z', 'else')).toBe('else')
    expect(session.has('a')).toBe(true)
    expect([...session.keys()]).toEqual(['a', 'b'])
    expect([...session.values()]).toEqual([1, 2])
    expect([...session.entries()]).toEqual([
      ['a', 1],
      ['b', 2],
    ])
    expect([...session]).toEqual([
      ['a', 1],
      ['b', 2],
    ])
    expect(session.delete('a')).toBe(true)
    expect(session.delete('a')).toBe(false)
    session.update({ c: 3 })
    session.update([['d', 4]])
    session.update(new Map([['e', 5]]))
    expect(session.setDefault('c', 9)).toBe(3)
    expect(session.setDefault('f', 9)).toBe(9)
    expect(session.pop('f')).toBe(9)
    expect(session.pop('f')).toBeUndefined()
    expect(session.pop('f', 'else')).toBe('else')
    expect(session.popItem()).toEqual(['e', 5])
    expect(session.toJSON()).toEqual({ b: 2, c: 3, d: 4 })
    session.clear()
    expect(session.popItem()).toBeUndefined()
    expect(session.size).toBe(0)
  })

  test.each<[string, () => unknown, RegExp]>([
    ['a promise', () => Promise.reject(new Error('lost')), /got a Promise: await it first/],
    // oxlint-disable-next-line unicorn/no-thenable -- what is refused here
    ['a thenable', () => ({ then: () => undefined, a: 1 }), /await it first/],
    ['an async generator', () => (async function* () {})(), /await it first/],
    ['a Date', () => new Date(0), /got a Date$/],
    ['a Request', () => new Request('http://a/'), /got an object of class Request$/],
    ['text', () => 'ab', /got a string$/],
    ['null', () => null, /got null$/],
  ])('update() refuses %s', (_, make, message) => {
    const { session } = factory.open()
    expect(() => session.update(make() as object)).toThrow(TypeError)
    expect(() => session.update(make() as object)).toThrow(message)
  })

  test('update() takes the fields of a class, and what is empty', () => {
    class Form {
      name = 'Ana'
    }
    const { session } = factory.open()
    for (const values of [new Form(), {}, [], new Map()]) session.update(values as object)
    expect([...session]).toEqual([['name', 'Ana']])
  })

  test('a key that holds undefined is there', () => {
    const { session } = factory.open()
    session.set('a', undefined)
    expect(session.has('a')).toBe(true)
    expect(session.get('a', 'else')).toBeUndefined()
  })

  test('dangerous names are keys like any other', () => {
    const opened = openWith([1, 1, JSON.parse('{"__proto__": {"evil": 1}, "constructor": 2}')])
    now = 2
    const { session } = opened
    expect(session.get('__proto__')).toEqual({ evil: 1 })
    expect((session.toJSON() as { evil?: number }).evil).toBeUndefined()
    session.set('toString', 3)
    expect([...session.keys()]).toEqual(['__proto__', 'constructor', 'toString'])
    expect(Object.keys(written(opened)[2] as object)).toEqual([
      '__proto__',
      'constructor',
      'toString',
    ])
    expect(({} as { evil?: number }).evil).toBeUndefined()
  })

  test.each<[string, (session: OpenSession<Data>['session']) => unknown]>([
    ['get', (s) => s.get('a')],
    ['has', (s) => s.has('a')],
    ['size', (s) => s.size],
    ['keys', (s) => s.keys()],
    ['values', (s) => s.values()],
    ['entries', (s) => s.entries()],
    ['iteration', (s) => [...s]],
    ['set', (s) => s.set('a', 1)],
    ['delete', (s) => s.delete('a')],
    ['clear', (s) => s.clear()],
    ['update', (s) => s.update({})],
    ['setDefault', (s) => s.setDefault('a', 1)],
    ['pop', (s) => s.pop('a')],
    ['popItem', (s) => s.popItem()],
    ['invalidate', (s) => s.invalidate()],
    ['flash', (s) => s.flash('a')],
    ['popFlash', (s) => s.popFlash()],
    ['peekFlash', (s) => s.peekFlash()],
    ['newCsrfToken', (s) => s.newCsrfToken()],
    ['getCsrfToken', (s) => s.getCsrfToken()],
  ])('%s is an access: the cookie is reissued, with the time in whole seconds', (_, access) => {
    const opened = openWith([now, now, { a: 0 }])
    now += 100
    access(opened.session)
    expect(opened.session.accessed).toBe(1_700_000_100)
    expect(written(opened)[0]).toBe(1_700_000_100)
    expect(opened.commit()).toEqual([])
  })

  test.each<[string, (session: OpenSession<Data>['session']) => unknown]>([
    ['created', (s) => s.created],
    ['accessed', (s) => s.accessed],
    ['new', (s) => s.new],
    ['changed', (s) => s.changed()],
    ['toJSON', (s) => JSON.stringify(s)],
    ['console.log', (s) => inspect(s)],
  ])('%s is none: no cookie', (_, look) => {
    const opened = openWith([now, now, { a: 0 }])
    look(opened.session)
    expect(opened.commit()).toEqual([])
  })

  test('it prints well', () => {
    expect(inspect(openWith([now, pyFloat(5), { a: [1] }]).session)).toBe(
      "Session {\n  created: 5,\n  accessed: 1700000000.5,\n  new: false,\n  data: Map(1) { 'a' => [ 1 ] }\n}",
    )
  })
})

describe('the life of a session', () => {
  test('a cookie that is never asked for is never verified', () => {
    const { commit } = factory.open('session=garbage')
    expect(commit()).toEqual([])
    expect(refused).not.toHaveBeenCalled()
  })

  test('what it holds is written as late as possible', () => {
    const opened = openWith([now, now, { list: [1] }])
    ;(opened.session.get('list') as number[]).push(2)
    expect(written(opened)[2]).toEqual({ list: [1, 2] })
  })

  test('an expired session is empty, not new, and keeps the time it was made', () => {
    const opened = openWith([now - 1200.5, pyFloat(5), { a: 1 }])
    expect(opened.session.new).toBe(false)
    expect(opened.session.size).toBe(0)
    expect(opened.session.created).toBe(5)
    expect(written(opened)).toEqual([1_700_000_000, 5, {}])
    expect(refused.mock.calls).toEqual([[expect.objectContaining({ code: 'EXPIRED' })]])
  })

  test('timeout null: it never expires', () => {
    const forever = unencryptedCookieSessionFactoryConfig<Data>(SECRET, { timeout: null })
    const cookie = `session=${signedSerialize([1, 1, { a: 1 }], SECRET)}`
    expect(forever.open(cookie).session.get('a')).toBe(1)
  })

  test('created is written as a float, accessed as an int', () => {
    now = 1_700_000_000
    const opened = factory.open()
    opened.session.set('a', 1)
    const [[, line] = []] = opened.commit()
    const pickle = Buffer.from(line!.slice('session='.length + 40, line!.indexOf(';')), 'base64')
    // PROTO 2, BININT, BINFLOAT: (1700000000, 1700000000.0, …
    expect(pickle.subarray(0, 16).toString('hex')).toBe('80024a00f153654741d954fc40000000')
  })

  test.each<[string, unknown]>([
    ['None', null],
    ['a number', 7],
    ['two items', [1, 2]],
    ['a time that is text', ['1', 1, {}]],
    ['a time that is null', [null, 1, {}]],
    ['a time beyond a float', [10n ** 400n, 1, {}]],
    ['data that is a number', [1, 1, 7]],
    ['data with an unhashable key', [1, 1, [[[1], 2]]]],
  ])('%s in a signed cookie starts a new session', (_, value) => {
    now = 100
    const { session, commit } = openWith(value)
    expect([session.new, session.created, session.accessed, session.toJSON()]).toEqual([
      true,
      100,
      100,
      {},
    ])
    expect(refused).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ name: 'DeserializeError', code: 'BAD_SESSION' }),
    )
    expect(commit()).toEqual([])
  })

  test.each<[string, string, string]>([
    ['garbage', 'garbage', 'BAD_SIGNATURE'],
    ['text cut off', signedSerialize([1, 1, {}], SECRET).slice(0, -5), 'BAD_BASE64'],
    ['another secret', signedSerialize([1, 1, {}], 'other'), 'BAD_SIGNATURE'],
  ])('%s is refused as %s', (_, cookie, code) => {
    expect(factory.open(`session=${cookie}`).session.new).toBe(true)
    expect(refused.mock.calls).toEqual([[expect.objectContaining({ code })]])
    expect(refused.mock.calls[0]![0].message).not.toContain(cookie)
  })

  test('keys that are no text and floats that are whole survive', () => {
    const state = new Map<unknown, unknown>([
      [1, 'int'],
      [PyTuple.from([1, 2]), 'tuple'],
      ['f', pyFloat(2)],
    ])
    const opened = openWith(PyTuple.from([now, pyFloat(5), state]))
    opened.session.set('n', 1)
    const [[, line] = []] = opened.commit()
    const text = line!.slice('session='.length, line!.indexOf(';'))
    const expected = PyTuple.from([1_700_000_000, pyFloat(5), new Map([...state, ['n', 1]])])
    expect(text).toBe(signedSerialize(expected, SECRET))
  })

  test('4064 characters fit, more are an error that names size and limit', () => {
    const outcomes = new Map<number, string>()
    for (let length = 2950; length < 3000; length++) {
      const opened = factory.open()
      opened.session.set('a', 'x'.repeat(length))
      const triple = PyTuple.from([1_700_000_000, now, new Map([['a', 'x'.repeat(length)]])])
      const size = signedSerialize(triple, SECRET).length
      try {
        outcomes.set(size, opened.commit()[0]![1].length > size ? 'sent' : 'cut')
      } catch (error) {
        expect(error).toMatchObject({ code: 'COOKIE_TOO_LARGE', size, limit: 4064 })
        outcomes.set(size, 'refused')
      }
    }
    expect(outcomes.get(4064)).toBe('sent')
    expect(outcomes.get(4068)).toBe('refused')
    expect(new Set(outcomes.values())).toEqual(new Set(['sent', 'refused']))
  })

  test('a session that was too large can be made smaller and sent', () => {
    const opened = factory.open()
    opened.session.set('a', 'x'.repeat(3000))
    expect(() => opened.commit()).toThrow(expect.objectContaining({ code: 'COOKIE_TOO_LARGE' }))
    opened.session.set('a', 'small')
    expect(written(opened)[2]).toEqual({ a: 'small' })
  })

  test('cookieOnException false: no cookie after an exception', () => {
    const strict = unencryptedCookieSessionFactoryConfig<Data>(SECRET, { cookieOnException: false })
    const failed = strict.open()
    failed.session.set('a', 1)
    expect(failed.commit({ exception: new Error('boom') })).toEqual([])
    const fine = strict.open()
    fine.session.set('a', 1)
    expect(fine.commit({ exception: null })).toHaveLength(1)
  })
})

describe('flash messages', () => {
  test('queues keep apart and are popped once', () => {
    const { session } = factory.open()
    session.flash('one')
    session.flash('two')
    session.flash('bad', 'error')
    expect(session.peekFlash()).toEqual(['one', 'two'])
    expect(session.popFlash()).toEqual(['one', 'two'])
    expect(session.popFlash()).toEqual([])
    expect(session.popFlash('error')).toEqual(['bad'])
    expect(session.peekFlash('none')).toEqual([])
    expect(session.has('_f_none')).toBe(false)
  })

  test.each<[unknown, unknown, boolean]>([
    ['a', 'a', true],
    ['a', 'A', false],
    [1, true, true],
    [1, 1n, true],
    [0, -0, true],
    [1, '1', false],
    [null, false, false],
    [null, null, true],
    [Number.NaN, Number.NaN, false],
    [[1, ['a']], [true, ['a']], true],
    [[1], [1, 2], false],
    [[1], PyTuple.from([1]), false],
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [new Map([['a', 1]]), new Map([['a', 1]]), true],
    [new Set([1]), new Set([1]), true],
    [Uint8Array.of(1), Uint8Array.of(1), true],
    [Uint8Array.of(1), Uint8Array.of(2), false],
  ])('allowDuplicate false: is %o a duplicate of %o?', (message, waiting, duplicate) => {
    const { session } = factory.open()
    session.flash(waiting)
    session.flash(message, '', false)
    expect(session.popFlash()).toHaveLength(duplicate ? 1 : 2)
  })

  test.each<[unknown]>([[null], [5], [false], [['a']], [{}]])(
    'a queue is text: %j is an error, and changes nothing',
    (queue) => {
      const { session } = factory.open()
      const wrong = new TypeError('queue must be text')
      expect(() => session.flash('Saved', queue as string)).toThrow(wrong)
      expect(() => session.popFlash(queue as string)).toThrow(wrong)
      expect(() => session.peekFlash(queue as string)).toThrow(wrong)
      expect([session.size, session.isChanged]).toEqual([0, false])
    },
  )

  test('a queue that is undefined is the default one', () => {
    const { session } = factory.open()
    session.flash('Saved', undefined)
    expect(session.peekFlash(undefined)).toEqual(['Saved'])
    expect(session.popFlash('')).toEqual(['Saved'])
  })

  test('comparing messages that unfold to 2^40 nodes ends', () => {
    const bomb = (): unknown[] => {
      let list: unknown[] = []
      for (let i = 0; i < 40; i++) list = [list, list]
      return list
    }
    const { session } = factory.open()
    session.flash(bomb())
    session.flash(bomb(), '', false)
    expect(session.popFlash()).toHaveLength(2)
  })

  test('a queue that is no list is an error', () => {
    const { session } = openWith([now, now, { _f_: 'text' }])
    expect(() => session.flash('a')).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  })

  test.each<[string, unknown]>([
    ['a tuple', PyTuple.of('a')],
    ['a set', new Set(['a'])],
    ['an object', { length: 0 }],
    ['null', null],
  ])('so is one that is %s; it changes nothing', (_, queue) => {
    const opened = openWith([now, now, { _f_: queue }])
    expect(() => opened.session.flash('b')).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', path: '_f_' }),
    )
    expect(opened.session.isChanged).toBe(false)
    expect(opened.commit()).toEqual([])
    expect(opened.session.peekFlash()).toEqual(queue)
  })

  test('a deque in its place takes messages, as in Python', () => {
    const { session } = openWith([now, now, { _f_: new PyDeque(['a']) }])
    session.flash('b')
    expect([...session.popFlash()]).toEqual(['a', 'b'])
  })
})

describe('what is read is bounded', () => {
  const key = (at: number): bigint => BigInt(at) << 64n
  test.each<[string, unknown]>([
    ['references to one long text', Array<string>(1990).fill('x'.repeat(6000))],
    [
      'references to one long object',
      Array(2000).fill(Object.fromEntries(Object.entries('x'.repeat(900)))),
    ],
    ['pairs whose keys V8 hashes alike', Array.from({ length: 2000 }, (_, at) => [key(at), 0])],
  ])('session data that are %s', (_, data) => {
    const cookie = `session=${signedSerialize([now, now, data], SECRET)}`
    const start = timeOfWork()
    expect(factory.open(cookie).session.new).toBe(true)
    expect(timeOfWork() - start).toBeLessThan(200)
    expect(refused.mock.lastCall![0]).toMatchObject({ code: 'BAD_SESSION' })
  })

  test('a cookie of more than 64 KiB', () => {
    const cookie = `session=${signedSerialize([now, now, { a: 'x'.repeat(50_000) }], SECRET)}`
    expect(factory.open(cookie).session.new).toBe(true)
    expect(refused.mock.lastCall![0]).toMatchObject({ code: 'BAD_TEXT' })
  })

  test('a thousand pairs are taken', () => {
    const pairs = Array.from({ length: 1000 }, (_, at) => [`k${at}`, at])
    expect(openWith([now, now, pairs]).session.size).toBe(1000)
  })
})

describe('CSRF tokens', () => {
  test('one is made when there is none, and kept', () => {
    const { session } = factory.open()
    const token = session.getCsrfToken()
    expect(token).toMatch(/^[0-9a-f]{40}$/)
    expect(session.getCsrfToken()).toBe(token)
    expect(session.get('_csrft_')).toBe(token)
    const other = session.newCsrfToken()
    expect(other).not.toBe(token)
    expect(session.getCsrfToken()).toBe(other)
  })
})
