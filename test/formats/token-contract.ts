/** What the two modern formats have in common, by the grammar in src/formats/shared-token.ts. */
import { describe, expect, test } from 'vitest'
import { DeserializeError } from '../../src/index.js'
import type { Keys, SessionFormat } from '../../src/index.js'
import { keyOf } from '../support/jar.js'
import { recordOf, refusal } from './contract.js'
import type { Odd } from './tokens.js'

const COOKIE = '__Host-session'
const HEADER = '[1700000000250,      100250,"an id",null,0]'
const PAYLOAD = `${HEADER}\n{"a":1}`

/** One of the two, and the other. */
export interface TokenKind {
  readonly make: (keys: Keys) => SessionFormat
  readonly textOf: (key: string, payload: string | Uint8Array, odd?: Odd) => string
  readonly other: (keys: Keys) => SessionFormat
  /** Bytes more than the payload. */
  readonly overhead: number
}

export function tokenContract(name: string, { make, textOf, other, overhead }: TokenKind): void {
  const key = keyOf('one')
  const format = make(key)
  const write = (of: SessionFormat = format, cookieName = COOKIE): string =>
    of.write(recordOf(), cookieName)

  describe(`${name} (what tokens have in common)`, () => {
    test('it is read as the grammar says', () => {
      const text = textOf(key, PAYLOAD)
      expect(format.read(text, COOKIE)).toEqual({
        id: 'an id',
        subject: undefined,
        persistent: false,
        created: 1_700_000_000.25,
        renewed: 1_700_000_100.5,
        accessed: undefined,
        data: new Map([['a', 1]]),
        dataText: '{"a":1}',
        keyId: Buffer.from(text, 'base64url').subarray(1, 5).toString('hex'),
      })
    })

    test('it is as long as it has to be, with text as UTF-8', () => {
      const record = recordOf({ a: 1 }, { id: 'an id' })
      expect(format.write(record, COOKIE)).toHaveLength(
        Math.ceil(((PAYLOAD.length + overhead) * 4) / 3),
      )
      const sizeOf = (text: string): number => format.write(recordOf({ a: text }), COOKIE).length
      // Three bytes are four characters.
      expect(sizeOf('é'.repeat(300)) - sizeOf('')).toBe(800)
      expect(sizeOf('€'.repeat(300)) - sizeOf('')).toBe(1200)
    })

    test('it stays as long while the session grows older: for 31 years, and behind the clock', () => {
      const made = recordOf()
      const lengths = [-1000, 0, 0.001, 60, 43_200, 1e6, 9.9e8].map(
        (since) => format.write({ ...made, accessed: made.created + since }, COOKIE).length,
      )
      expect(new Set(lengths).size).toBe(1)
    })

    test('what JavaScript has comes back', () => {
      const data = {
        when: new Date(5),
        never: new Date(Number.NaN),
        map: new Map<unknown, unknown>([[{ a: 1 }, [new Set([1n])]]]),
        big: -(2n ** 70n),
        bytes: Uint8Array.of(0, 255),
        numbers: [Number.NaN, Infinity, -Infinity, -0, 0, 5e-324],
        hole: [undefined, null],
        text: '\u0000é€😀\u2028"\\',
        '~d': { '~d': 1 },
      }
      const read = format.read(format.write(recordOf(data), COOKIE), COOKIE)
      expect(Object.fromEntries(read.data!)).toEqual(data)
      expect(Object.is((read.data!.get('numbers') as number[])[3], -0)).toBe(true)
    })

    test.each<[string, unknown, string]>([
      ['a function', () => 1, 'a'],
      ['a symbol', Symbol('x'), 'a'],
      ['a promise', Promise.resolve(1), 'a'],
      ['an object of a class', { deep: [new URL('https://shop.example')] }, 'a.deep[0]'],
    ])('%s is refused, with its place', (_, value, path) => {
      expect(() => format.write(recordOf({ a: value }), COOKIE)).toThrow(
        expect.objectContaining({ code: 'BAD_VALUE', path }),
      )
    })

    describe('checklist 6: a text is worth nothing elsewhere', () => {
      test('under another name of a cookie', () => {
        expect(refusal(format, write(), COOKIE)).toBe('read')
        for (const cookieName of [
          'session',
          '__Host-sessio',
          '__Host-session2',
          '__host-session',
          '',
        ]) {
          expect([cookieName, refusal(format, write(), cookieName)]).toEqual([
            cookieName,
            'BAD_SIGNATURE',
          ])
        }
      })

      test('as another kind of token', () => {
        expect(refusal(format, textOf(key, PAYLOAD, {}))).toBe('read')
        for (const odd of [
          { purpose: 'csrf' },
          { purpose: '' },
          { purpose: 'session2' },
          { boundVersion: 9 },
          { cookieName: 'other' },
          // Parts that begin elsewhere.
          { cookieName: '__Host-', purpose: 'sessionsession' },
        ]) {
          expect([odd, refusal(format, textOf(key, PAYLOAD, odd))]).toEqual([odd, 'BAD_SIGNATURE'])
        }
      })

      test('in another application', () => {
        expect(refusal(make(keyOf('another application')), write())).toBe('UNKNOWN_KEY')
      })

      test('in the other format, with the same key', () => {
        expect(refusal(other(key), write())).toBe('BAD_TEXT')
        expect(refusal(format, write(other(key)))).toBe('BAD_TEXT')
        const [mine, its] = [write(), write(other(key))].map((text) => {
          return Buffer.from(text, 'base64url')
        })
        mine![0] = its![0]!
        expect(refusal(other(key), mine!.toString('base64url'))).toBe('UNKNOWN_KEY')
      })

      test('as another version', () => {
        for (const version of [0, 3, 4, 255]) {
          expect(refusal(format, textOf(key, PAYLOAD, { version }))).toBe('BAD_TEXT')
        }
      })
    })

    describe('checklist 4: keys', () => {
      const [one, two, three] = ['one', 'two', 'three'].map((name) => keyOf(name)) as [
        string,
        string,
        string,
      ]

      test('the first writes', () => {
        const text = write(make([two, one]))
        expect(refusal(make(two), text)).toBe('read')
        expect(refusal(make(one), text)).toBe('UNKNOWN_KEY')
      })

      test('all read, in whatever order; one that was retired does not', () => {
        const text = write(make(one))
        for (const keys of [[one], [two, one], [three, two, one], [one, two]]) {
          expect(refusal(make(keys), text)).toBe('read')
        }
        for (const keys of [[two], [three, two]])
          expect(refusal(make(keys), text)).toBe('UNKNOWN_KEY')
      })

      test('the id of one with the text of another is no text', () => {
        const [of1, of2] = [write(make(one)), write(make(two))].map((text) =>
          Buffer.from(text, 'base64url'),
        )
        of1!.set(of2!.subarray(1, 5), 1)
        expect(refusal(make([one, two]), of1!.toString('base64url'))).toBe('BAD_SIGNATURE')
      })

      test('an id that is not known is refused without a try', () => {
        const keyId = Buffer.alloc(4)
        expect(refusal(format, textOf(key, PAYLOAD, { keyId }))).toBe('UNKNOWN_KEY')
      })

      test('it tells which one it was', () => {
        const both = make([one, two])
        const [first, second] = [make(one), make(two)].map((format) => {
          return both.read(write(format), COOKIE).keyId
        })
        expect([first, second]).toEqual([
          expect.stringMatching(/^[\da-f]{8}$/),
          expect.stringMatching(/^[\da-f]{8}$/),
        ])
        expect(first).not.toBe(second)
        expect(other(one).read(write(other(one)), COOKIE).keyId).not.toBe(first)
      })

      test('the same key twice, in whatever form, is refused', () => {
        const bytes = Buffer.from(one, 'base64url')
        for (const again of [one, `${one}=`, bytes, bytes.toString('hex')]) {
          expect(() => make([one, again])).toThrow(expect.objectContaining({ option: 'keys' }))
        }
      })

      test('a key is one in whatever form', () => {
        const bytes = Buffer.from(one, 'base64url')
        const text = write(make(one))
        const hex = bytes.toString('hex')
        for (const form of [`${one}=`, bytes, new Uint8Array(bytes), hex, hex.toUpperCase()]) {
          expect(refusal(make(form), text)).toBe('read')
        }
      })

      test.each<[string, unknown]>([
        ['a password', 'correct horse battery staple, and more'],
        ['short', Buffer.alloc(31, 'aZ0-_b9')],
        ['zeros', new Uint8Array(32)],
        ['all the same', 'a'.repeat(43)],
        ['counted', Uint8Array.from({ length: 32 }, (_, at) => at)],
        ['of an example', 'complex_password_at_least_32_characters_long'],
        ['nothing', ''],
        ['a list of none', []],
        ['a number', 7],
        ['undefined', undefined],
      ])('checklist 1: %s is no key', (_, keys) => {
        expect(() => make(keys as Keys)).toThrow(
          expect.objectContaining({ name: 'OptionError', option: 'keys' }),
        )
      })
    })

    describe('checklist 7: there is one text for some bytes', () => {
      const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

      test('the last character has no variants', () => {
        const refused = new Map<number, number>()
        for (const length of [1, 2, 3]) {
          const text = format.write(recordOf({ a: 'x'.repeat(length) }), COOKIE)
          const variants = [...ALPHABET].map((last) => text.slice(0, -1) + last)
          const read = variants.filter((variant) => refusal(format, variant) === 'read')
          expect(read).toEqual([text])
          refused.set(text.length % 4, variants.length - read.length)
        }
        expect([...refused.keys()].toSorted()).toEqual([0, 2, 3])
      })

      test.each<[string, (text: string) => string]>([
        ['padding', (text) => text + '='.repeat((4 - (text.length % 4)) % 4 || 4)],
        ['a space behind', (text) => `${text} `],
        ['a space in front', (text) => ` ${text}`],
        ['a line break', (text) => `${text.slice(0, 40)}\n${text.slice(40)}`],
        ['a dot', (text) => `${text.slice(0, 40)}.${text.slice(40)}`],
        ['quotes', (text) => `"${text}"`],
        ['the other alphabet', (text) => text.replaceAll('-', '+').replaceAll('_', '/')],
        ['percent', (text) => text.replaceAll('-', '%2D').replaceAll('_', '%5F')],
        ['wide characters', (text) => text.replaceAll('A', '\u0141').replaceAll('-', '\u012d')],
        ['NUL', (text) => `${text}\u0000`],
      ])('%s', (_, change) => {
        const texts = Array.from({ length: 20 }, (_, at) =>
          format.write(recordOf({ a: `ÿ?>~${'?'.repeat(at)}` }), COOKIE),
        )
        const changed = texts.map(change).filter((text) => !texts.includes(text))
        expect(changed.length).toBeGreaterThan(0)
        for (const text of changed) expect(refusal(format, text)).toBe('BAD_BASE64')
      })
    })

    test('checklist 2: what is too short is no text, whatever it begins with', () => {
      const bytes = Buffer.from(write(), 'base64url')
      for (let length = 0; length < bytes.length; length++) {
        const code = refusal(format, bytes.subarray(0, length).toString('base64url'))
        expect([length, code]).toEqual([length, length < overhead ? 'BAD_TEXT' : 'BAD_SIGNATURE'])
      }
    })

    test.each([
      ['nothing', ''],
      ['no header', '{"a":1}'],
      ['no data', HEADER],
      ['no line break', `${HEADER}{"a":1}`],
      ['a header that is no JSON', '[1700000000250,\n{"a":1}'],
      ['a header that is an object', '{"length":5}\n{}'],
      ['a part too few', '[1700000000250,100250,"an id",null]\n{}'],
      ['a part too many', '[1700000000250,100250,"an id",null,0,0]\n{}'],
      ['an id that is none', '[1700000000250,100250,7,null,0]\n{}'],
      ['a subject that is none', '[1700000000250,100250,"an id",7,0]\n{}'],
      ['persistent that is neither', '[1700000000250,100250,"an id",null,2]\n{}'],
      ['checklist 13: a time that is text', '["1",100250,"an id",null,0]\n{}'],
      ['checklist 13: a time that is null', '[null,100250,"an id",null,0]\n{}'],
      ['checklist 13: a time that is not whole', '[1.5,100250,"an id",null,0]\n{}'],
      ['checklist 13: a time that is not safe', '[9007199254740992,0,"an id",null,0]\n{}'],
      ['checklist 13: a time that is not finite', '[1e999,0,"an id",null,0]\n{}'],
      ['checklist 13: another such', '[0,1e999,"an id",null,0]\n{}'],
      ['data that are no JSON', `${HEADER}\n{`],
      ['data that are no object', `${HEADER}\n[1]`],
      ['data that are null', `${HEADER}\nnull`],
      ['data with a tag that is none', `${HEADER}\n{"a":{"~x":1}}`],
      ['data beyond all limits', `${HEADER}\n{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`],
    ])('genuine text, but %s, is refused with a reason', (_, payload) => {
      expect(refusal(format, textOf(key, payload))).toBe('BAD_PAYLOAD')
    })

    test('errors have no cause that could quote what was read', () => {
      for (const payload of ['secret-data', `${HEADER}\n{"secret-data`, `secret-data\n{}`]) {
        try {
          format.read(textOf(key, payload), COOKIE)
          expect.unreachable()
        } catch (error) {
          expect(error).toBeInstanceOf(DeserializeError)
          expect((error as Error).cause).toBeUndefined()
          expect(String(error)).not.toContain('secret')
        }
      }
    })
  })
}
