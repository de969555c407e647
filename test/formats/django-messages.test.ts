/** Flash messages and the CSRF token of a session, where Django keeps them. */
import { describe, expect, test } from 'vitest'
import { DjangoMessage, djangoFormat, djangoSessionFactory } from '../../src/languages/django.js'
import { PickleSerializer } from '../../src/index.js'
import type { Session, SessionRecord } from '../../src/index.js'
import { readVectors } from '../support/vectors.js'
import { recordOf } from './contract.js'

const COOKIE = 'sessionid'
const KEY = 'the SECRET_KEY of these vectors, wéll beyond the fifty characters of a new project'
const NOW = 1_700_000_000.5

type Shown = readonly [text: string, isSafe: boolean, extraTags: string]

interface Layout {
  readonly name: string
  readonly cookie: string
  /** What stands in the session. */
  readonly text: string
  readonly queues: Readonly<Record<string, readonly Shown[]>>
}

const options = { clock: () => NOW, compress: false }
const factory = djangoSessionFactory(KEY, options)
const format = djangoFormat(KEY, { compress: false })

/** The payload of a text that is not compressed. */
const payloadOf = (text: string): string =>
  Buffer.from(text.split(':')[0]!, 'base64url').toString('latin1')

const shown = (message: unknown): Shown =>
  message instanceof DjangoMessage
    ? [message.text, message.isSafe, message.extraTags]
    : [message as string, false, '']

/** What is in the cookie after a request that found `cookie`; `undefined` where none was set. */
function after(cookie: string, request: (session: Session) => void): string | undefined {
  const { session, commit } = factory.open({ value: cookie })
  request(session as Session)
  const line = commit()[0]?.[1]
  return line === undefined ? undefined : payloadOf(line.slice(line.indexOf('=') + 1))
}

/** The text of a session that Django would write. */
const cookieOf = (data: object): string =>
  djangoFormat(KEY).write(recordOf({}, { renewed: NOW }), COOKIE, JSON.stringify(data))

const messagesIn = (payload: string | undefined): string =>
  (JSON.parse(payload!) as Record<string, string>)['_messages']!

/** Messages as they stand in the payload. */
const messages = (...list: readonly unknown[]): string => JSON.stringify(list).replaceAll(',', ', ')

describe.each(['django', 'django-5.2'])('recorded of Django: %s', (file) => {
  const layouts = readVectors<Layout>(`languages/${file}`, 'layouts')

  test.each(layouts.map((layout) => [layout.name, layout] as const))(
    '%s: the queues have them, and they are written back as they were',
    (_, { cookie, queues, text }) => {
      const { data } = format.read(cookie, COOKIE)
      const found = [...data!].flatMap(([key, list]) =>
        String(key).startsWith('_f_')
          ? [[String(key).slice(3), (list as unknown[]).map(shown)]]
          : [],
      )
      expect(Object.fromEntries(found)).toEqual(queues)
      expect([...data!.keys()].at(0)).toBe('before')
      expect([...data!.keys()].at(-1)).toBe('after')
      const again = format.write(format.read(cookie, COOKIE) as SessionRecord, COOKIE)
      expect(payloadOf(again)).toBe(`{"before":1,"_messages":${asciiJson(text)},"after":[2]}`)
    },
  )

  const [first] = layouts

  test('a new message comes behind those that were read, and shown ones are gone', () => {
    const one = JSON.parse(first!.text) as unknown[]
    const { cookie } = first!
    const added = after(cookie, (session) => session.flash('é', 'error'))
    const expected = [...one, ['__json_message', 0, 40, 'é']]
    expect(JSON.parse(messagesIn(added))).toEqual(expected)
    expect(after(cookie, (session) => void session.popFlash())).toBe('{"before":1,"after":[2]}')
    expect(after(cookie, (session) => void session.popFlash('error'))).toBeUndefined()
    expect(after(cookie, (session) => void session.peekFlash())).toBeUndefined()
  })
})

/** As Python writes a text. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

describe('messages', () => {
  test('are text of their level; without a queue, info', () => {
    const payload = after(cookieOf({}), (session) => {
      session.flash('one')
      session.flash('two', 'success')
      session.flash('three', '50')
    })
    const text = messages(
      ['__json_message', 0, 20, 'one'],
      ['__json_message', 0, 25, 'two'],
      ['__json_message', 0, 50, 'three'],
    )
    expect(payload).toBe(`{"_messages":${JSON.stringify(text)}}`)
  })

  test('safe HTML and tags of their own are a DjangoMessage', () => {
    const payload = after(cookieOf({}), (session) => {
      session.flash(new DjangoMessage('<b>', { isSafe: true }), 'error')
      session.flash(new DjangoMessage('x', { extraTags: 'a b' }), 'error')
    })
    expect(messagesIn(payload)).toBe(
      messages(['__json_message', 1, 40, '<b>'], ['__json_message', 0, 40, 'x', 'a b']),
    )
  })

  test('keep their order over all levels while some are shown and others come', () => {
    const list = [10, 20, 10, 40, 20].map((level, at) => ['__json_message', 0, level, `m${at}`])
    const cookie = cookieOf({ _messages: JSON.stringify(list) })
    const payload = after(cookie, (session) => {
      expect(session.popFlash('debug')).toEqual(['m0', 'm2'])
      session.flash('new', 'debug')
      session.flash('m1')
    })
    expect(messagesIn(payload)).toBe(
      messages(
        list[1],
        list[3],
        list[4],
        // New ones come queue by queue.
        ['__json_message', 0, 20, 'm1'],
        ['__json_message', 0, 10, 'new'],
      ),
    )
  })

  test('keep it where one is taken out of the list', () => {
    const list = [20, 40, 20, 40].map((level, at) => ['__json_message', 0, level, `m${at}`])
    const payload = after(cookieOf({ _messages: JSON.stringify(list) }), (session) => {
      session.peekFlash().shift()
      session.flash('new')
    })
    expect(messagesIn(payload)).toBe(
      messages(list[1], list[2], list[3], ['__json_message', 0, 20, 'new']),
    )
  })

  test('stay where they are if the place of their queue is taken', () => {
    const data = {
      _messages: messages(['__json_message', 0, 20, 'a'], ['__json_message', 0, 40, 'b']),
      _f_error: 'mine',
    }
    const cookie = cookieOf(data)
    expect(Object.fromEntries(format.read(cookie, COOKIE).data!)).toEqual(data)
    expect(JSON.parse(after(cookie, (session) => void session.set('c', 1))!)).toEqual({
      ...data,
      c: 1,
    })
  })

  test('that are equal are kept once where that is asked for', () => {
    const payload = after(cookieOf({}), (session) => {
      const safe = new DjangoMessage('a', { isSafe: true })
      session.flash(safe, '', false)
      session.flash(new DjangoMessage('a', { isSafe: true }), '', false)
      session.flash(new DjangoMessage('a'), '', false)
      session.flash('b', '', false)
      session.flash('b', '', false)
    })
    expect(JSON.parse(messagesIn(payload))).toHaveLength(3)
  })

  test.each([[7], [null], [{ text: 'a' }], [['a']]])('%o is none', (message) => {
    const { session, commit } = factory.open()
    session.flash(message, 'error')
    expect(() => commit()).toThrow(/^_f_error\[0\]: Django's messages are text/)
  })

  test('MESSAGE_TAGS gives levels other names, and Django’s own the rest', () => {
    const tagged = djangoSessionFactory(KEY, {
      ...options,
      messageTags: { 40: 'danger', 50: 'critical' },
    })
    const list = [20, 40, 50, 60].map((level) => ['__json_message', 0, level, String(level)])
    const { session } = tagged.open({ value: cookieOf({ _messages: JSON.stringify(list) }) })
    const queues = ['', 'danger', 'critical', '60', 'error', '40', 'info']
    expect(queues.map((queue) => session.popFlash(queue))).toEqual([
      ['20'],
      ['40'],
      ['50'],
      ['60'],
      [],
      [],
      [],
    ])
  })

  test.each([
    ['no JSON', '[["__json_message"'],
    ['an object', '{}'],
    ['another mark', '[["json", 0, 20, "a"]]'],
    ['a level that is none', '[["__json_message", 0, "20", "a"]]'],
    ['no text', '[["__json_message", 0, 20, 5]]'],
    ['too short', '[["__json_message", 0, 20]]'],
    ['too long', '[["__json_message", 0, 20, "a", "b", "c"]]'],
    ['one of them another', '[["__json_message", 0, 20, "a"], 1]'],
    ['a list', [['__json_message', 0, 20, 'a']]],
    ['a number', 5],
    ['nothing', null],
    ['no messages', '[]'],
  ])('what is none in their place stays there: %s', (_, value) => {
    const cookie = cookieOf({ _messages: value })
    expect(format.read(cookie, COOKIE).data).toEqual(new Map([['_messages', value]]))
    const payload = after(cookie, (session) => void session.set('a', 1))
    expect(JSON.parse(payload!)).toEqual({ _messages: value, a: 1 })
  })

  test('a queue whose name is no level is the session’s own, and what is no list in a place of one', () => {
    const data = { _f_cart: ['a'], _f_error: 5, _f_: [] }
    expect(JSON.parse(payloadOf(format.write(recordOf(data), COOKIE)))).toEqual(data)
  })

  test('in a pickled session they are JSON too', () => {
    const pickled = djangoFormat(KEY, { serializer: new PickleSerializer() })
    const text = pickled.write(recordOf({ _f_error: ['a'], b: 1 }), COOKIE)
    const plain = djangoFormat(KEY, {
      serializer: new PickleSerializer(),
      messageTags: { 40: 'x' },
    })
    const { data } = plain.read(text, COOKIE)
    expect([...data!]).toEqual([
      ['_f_x', ['a']],
      ['b', 1],
    ])
  })
})

describe('the CSRF token', () => {
  const TOKEN = 'q'.repeat(64)

  test('is Django’s', () => {
    const cookie = cookieOf({ a: 1, _csrftoken: TOKEN, b: 2 })
    const { session } = factory.open({ value: cookie })
    expect(session.getCsrfToken()).toBe(TOKEN)
    expect(session.has('_csrftoken')).toBe(false)
    const payload = after(cookie, (one) => void one.set('b', 3))
    expect(payload).toBe(`{"a":1,"_csrftoken":"${TOKEN}","b":3}`)
  })

  test('is made as Django makes one', () => {
    const payload = after(cookieOf({}), (session) => void session.getCsrfToken())
    expect(payload).toMatch(/^\{"_csrftoken":"[\da-zA-Z]{64}"\}$/)
    const { session } = factory.open()
    expect(session.newCsrfToken()).not.toBe(session.newCsrfToken())
  })

  test('of another kind beside it stays', () => {
    const data = { _csrft_: 'a', _csrftoken: 'b' }
    const read = format.read(cookieOf({}), COOKIE) as SessionRecord
    const text = format.write({ ...read, data: new Map(Object.entries(data)) }, COOKIE)
    expect(JSON.parse(payloadOf(text))).toEqual(data)
    expect(Object.fromEntries(format.read(text, COOKIE).data!)).toEqual(data)
  })
})
