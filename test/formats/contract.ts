/** What every format must do. A format joins by a row in contract.test.ts. */
import { describe, expect, test } from 'vitest'
import { CartoucheError, DeserializeError } from '../../src/index.js'
import type { SessionFormat, SessionRecord } from '../../src/index.js'
import type { ReadRecord } from '../../src/session/record.js'
import { carriesPersistent, isUrlsafe } from '../../src/formats/shared-format.js'
import { leastWork } from '../support/time.js'
import { damaged } from './damage.js'

/** How to make a format of one kind. */
export interface FormatKind {
  /** @param name of the key or the secret: others have nothing in common */
  readonly make: (name: string) => SessionFormat
  /** Whether it reads texts that it would not write, as Python does: as what they hold, and nothing else. */
  readonly isLenient: boolean
  /** The finest times it tells apart, in seconds. */
  readonly tick: number
  /** Times that it can tell, where those of the contract are too old or too late for it. */
  readonly times?: readonly number[]
  /** Whether keys are written in their order, whatever order they came in. */
  readonly isSorted?: boolean
  /** Keys of a session that the backend drops when it reads: they are refused. */
  readonly dropped?: readonly string[]
  /** Where other things than these are said of a text that is none. */
  readonly codes?: readonly DeserializeError['code'][]
  /** How many of texts that somebody changed are refused for their signature, and not for their shape. Default 0.3. */
  readonly forged?: number
}

const CODES = new Set(['BAD_TEXT', 'BAD_BASE64', 'UNKNOWN_KEY', 'BAD_SIGNATURE'])
/** So many texts for each format, most of which end at the signature; decoders.test.ts looks behind it. */
const DAMAGED = 10_000
const COOKIE = '__Host-session'
/** Milliseconds that no text may take: see docs/limits.md. */
const MOST = 10
const SEPARATORS = [';', '%3B', '.', ':', '*', '!', '~', '--', '|', '=', '%3D', 'a.', 'Aa==;']
const TIMES = [0, 1, -1.5, 253_402_300_799, 1_700_000_000.123]
const OCTETS = /^[\u0021\u0023-\u002b\u002d-\u003a\u003c-\u005b\u005d-\u007e]*$/

const DATA = { a: 1, list: ['é€😀', null, true, -0.5], nested: { b: { c: '' } }, z: 'last' }

export function recordOf(data: object = DATA, rest: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: 'an id of a session',
    subject: undefined,
    persistent: false,
    data: new Map(Object.entries(data)),
    created: 1_700_000_000.25,
    renewed: 1_700_000_100.5,
    accessed: undefined,
    ...rest,
  }
}

type Times = Pick<SessionRecord, 'created' | 'renewed'>

/** The code of what reading throws; what else is thrown is no refusal. */
export function refusal(format: SessionFormat, text: string, cookieName = COOKIE): string {
  try {
    format.read(text, cookieName)
  } catch (error) {
    if (error instanceof DeserializeError) return error.code
    throw error
  }
  return 'read'
}

export function formatContract(name: string, kind: FormatKind): void {
  const { make, isLenient, tick, times = TIMES, codes = [], isSorted = false } = kind
  const { dropped, forged = 0.3 } = kind
  const refusals = new Set([...CODES, ...codes])
  describe(`${name} (contract of formats)`, () => {
    const format = make('first')
    const write = (data?: object, rest?: Partial<SessionRecord>): string =>
      format.write(recordOf(data, rest), COOKIE)

    test('what is written is read: data, in their order, and times', () => {
      const { data, accessed, ...read } = format.read(write(), COOKIE)
      expect(Object.fromEntries(data!)).toEqual(DATA)
      expect([...data!.keys()]).toEqual(Object.keys(DATA))
      expectTimes(read, { created: 1_700_000_000.25, renewed: 1_700_000_100.5 })
      expect(accessed).toBe(undefined)
    })

    test('what a parser of cookies has percent-decoded is the same session', () => {
      for (let size = 0; size < 20; size++) {
        const text = write({ a: `>>>???~~~${'é'.repeat(size)}` })
        expect(shown(decodeURIComponent(text))).toBe(shown(text))
      }
    })

    const hasTimes = format.times !== 'none'
    const access = hasTimes ? [1_700_000_200] : []
    test.each(access)('the time of an access is when it was renewed', (accessed) => {
      const text = write({}, { accessed })
      const times = { created: 1_700_000_000.25, renewed: accessed }
      expectTimes(format.read(text, COOKIE), times)
    })

    test.each(hasTimes ? times : [])('the time %d', (time) => {
      const times = { created: time, renewed: time }
      expectTimes(format.read(write({}, times), COOKIE), times)
    })

    /** What the format carries of them. */
    function expectTimes(read: Partial<ReadRecord>, times: Times): void {
      const { times: carried = 'both' } = format
      const names = { both: ['created', 'renewed'], renewed: ['renewed'], none: [] } as const
      for (const name of names[carried]) {
        expect(Math.abs(read[name]! - times[name])).toBeLessThanOrEqual(tick)
      }
    }

    test('it says what it carries', () => {
      expect(format.name).toMatch(/^[a-z][a-z-]+$/)
      expect(format.isAuthenticated).toBe(true)
      const given = { id: 'AAECAwQFBgcICQoLDA0ODw', subject: 'Zoë "7"\n', persistent: true }
      const { id, subject, persistent } = format.read(write({}, given), COOKIE)
      const none = { id: undefined, subject: undefined, persistent: carriesPersistent(format) }
      expect({ id, subject, persistent }).toEqual(format.carriesId ? given : none)
      const again = format.read(write({}, { subject: undefined, persistent: false }), COOKIE)
      expect([again.subject, again.persistent]).toEqual([undefined, false])
    })

    test('data have one text, and others another', () => {
      const textOf = (data: object): string => format.dataText(new Map(Object.entries(data)))
      const changed = [
        {},
        { a: 1 },
        { a: 2 },
        { a: '1' },
        { a: [1] },
        { a: [1, null] },
        { a: { b: 1 } },
        { b: 1 },
        { a: 1, b: 2 },
        ...(isSorted ? [] : [{ b: 2, a: 1 }]),
      ]
      const texts = changed.map(textOf)
      expect(new Set(texts).size).toBe(changed.length)
      expect(changed.map((data) => textOf(structuredClone(data)))).toEqual(texts)
      for (const [at, data] of changed.entries()) {
        expect(format.dataText(format.read(write(data), COOKIE).data!)).toBe(texts[at])
      }
    })

    test('its texts are urlsafe where it says so, and another writer in its place says nothing', () => {
      if (isUrlsafe(format)) expect(write()).toMatch(/^[\w-]+$/)
      expect(isUrlsafe({ ...format, write: (...given) => format.write(...given) })).toBe(false)
    })

    test('the text of the data can be handed on', () => {
      const record = recordOf()
      const text = format.write(record, COOKIE, format.dataText(record.data))
      expect(Object.fromEntries(format.read(text, COOKIE).data!)).toEqual(DATA)
    })

    test('as many keys as can be written can be read', () => {
      const counts = [996, 997, 998, 999, 1000, 1001].filter((count) => {
        const data = Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]))
        const text = writtenOrRefused(data)
        if (text !== undefined) expect(format.read(text, COOKIE).data!.size).toBe(count)
        return text !== undefined
      })
      expect(counts).toContain(999)
    })

    function writtenOrRefused(data: object): string | undefined {
      try {
        return write(data)
      } catch (error) {
        if (error instanceof CartoucheError) return undefined
        throw error
      }
    }

    test('checklist 18: the text holds nothing that a cookie cannot', () => {
      const odd = { 'a;b,"c\\': '\u0000\r\n; ,"\\é€😀', ' ': ' ' }
      for (const data of [{}, DATA, odd]) {
        const text = write(data)
        expect(text).toMatch(OCTETS)
        expect(Object.fromEntries(format.read(text, COOKIE).data!)).toEqual(data)
      }
    })

    test('dangerous names are keys like any other', () => {
      const data = JSON.parse('{"__proto__":{"a":1},"constructor":{"__proto__":2}}') as object
      if (dropped !== undefined) {
        expect(dropped).toEqual(Object.keys(data))
        expect(() => write(data)).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
        return
      }
      const read = format.read(write(data), COOKIE).data!
      expect([...read.keys()]).toEqual(['__proto__', 'constructor'])
      const inner = read.get('constructor') as object
      expect([Object.keys(inner), Object.getPrototypeOf(inner)]).toEqual([
        ['__proto__'],
        Object.prototype,
      ])
    })

    test('checklist 4: another key reads nothing of it', () => {
      expect(refusals).toContain(refusal(make('another'), write()))
      expect(refusal(make('first'), write())).toBe('read')
    })

    test.each([
      ['nothing', ''],
      ['a space', ' '],
      ['a character', 'A'],
      ['a word', 'session'],
      ['NUL', '\u0000'],
      ['beyond latin-1', '€'.repeat(100)],
      ['half a pair', '\ud83d'],
      ['padding', '===='],
      ['zeros', 'A'.repeat(400)],
      ['much', 'x'.repeat(65_536)],
      ['JSON', '[1700000000,1700000000,{"admin":true}]'],
      ['base64 of JSON', Buffer.from('[1,1,{"admin":true}]').toString('base64url')],
    ])('%s is no text of it', (_, text) => {
      expect(refusals).toContain(refusal(format, text))
    })

    test('64 KiB of nothing but what parts are separated by cost no more than they may', () => {
      for (const piece of SEPARATORS) {
        const text = piece.repeat(65_536 / piece.length)
        const refuse = (): unknown => refusal(format, text)
        expect(refusals).toContain(refuse())
        expect(leastWork(refuse, MOST), piece).toBeLessThan(MOST)
      }
    })

    test('checklist 2: of texts that somebody changed none is read, or not as anything else', () => {
      const { stackTraceLimit } = Error
      Error.stackTraceLimit = 0
      const texts = [write(), write({ a: 1 }), write({ user: 'ada', admin: false }), write({})]
      const others = [...texts, make('another').write(recordOf(), COOKIE)]
      const genuine = new Set(texts.map((text) => shown(text)))
      const counts: Record<string, number> = {}
      for (const text of damaged(texts, others, DAMAGED, 20_260_101)) {
        const code = refusal(format, text)
        counts[code] = (counts[code] ?? 0) + 1
        if (code !== 'read') continue
        expect([text, isLenient, genuine.has(shown(text))]).toEqual([text, true, true])
      }
      Error.stackTraceLimit = stackTraceLimit
      const { read = 0, ...refused } = counts
      expect(Object.keys(refused).filter((code) => !refusals.has(code))).toEqual([])
      expect(read).toBeLessThan(isLenient ? DAMAGED * 0.15 : 1)
      expect(refused['BAD_SIGNATURE']).toBeGreaterThan(DAMAGED * forged)
    })

    /** What a text is read as. */
    function shown(text: string): string {
      const { data, created, renewed, id } = format.read(text, COOKIE)
      return JSON.stringify([created, renewed, id, [...data!]])
    }
  })
}
