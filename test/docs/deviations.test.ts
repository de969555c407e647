/** The entries of `docs/deviations.md` are whole, and the tests they name exist. Here are those of a few that have no other. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  baseCookieSessionFactory,
  JSONSerializer,
  OptionError,
  signedCookieSessionFactory,
  signedSerialize,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { DeserializeError, Serializer } from '../../src/index.js'
import { loads } from '../../src/pickle/index.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const tests = new URL('../', import.meta.url)
const page = readFileSync(new URL('../../docs/deviations.md', import.meta.url), 'utf8')

/** By what is in bold: the lines below, by their labels. */
const entries = page.split(/^- \*\*/m).slice(1)
const parts = (entry: string): Map<string, string> =>
  new Map(
    [...entry.matchAll(/^ {2}- (\w+): ((?:.|\n {4})+)/gm)].map(([, label, text]) => [
      label!,
      text!,
    ]),
  )
const NEEDS_NO_TEST = /^`session == other`/

describe.each(entries.map((entry) => [/^[^]*?(?=\*\*)/.exec(entry)![0], entry]))(
  '%s',
  (name, entry) => {
    const { test: named = '', ...rest } = Object.fromEntries(parts(entry)) as Record<string, string>

    test('tells what is otherwise, and why', () =>
      expect(Object.keys(rest)).toEqual(['Pyramid', 'here', 'why']))

    test('names tests that exist', () => {
      const files = [...named.matchAll(/`([^`]+)`/g)].map(([, file]) => file!)
      expect(files.filter((file) => !existsSync(new URL(file, tests)))).toEqual([])
      expect(files.length > 0).toBe(!NEEDS_NO_TEST.test(name))
    })
  },
)

test('there are such entries', () => expect(entries.length).toBeGreaterThan(90))

describe('what has no other test', () => {
  test.each([TypeError, RangeError, Error])('a serializer that throws a %o', (Class) => {
    const cause = new Class('of the serializer')
    const serializer: Serializer = {
      dumps: (value) => new JSONSerializer().dumps(value),
      loads: () => {
        throw cause
      },
    }
    const heard: DeserializeError[] = []
    const onInvalid = (reason: DeserializeError) => heard.push(reason)
    const signed = { serializer, onInvalid }
    const signedDeserialize = () => serializer.loads(Buffer.of())
    const factories = [
      baseCookieSessionFactory(serializer, { onInvalid }),
      signedCookieSessionFactory(SECRET, signed),
      unencryptedCookieSessionFactoryConfig(SECRET, { signedDeserialize, onInvalid }),
    ]
    for (const factory of factories) {
      const { session, commit } = factory.open()
      session.set('a', 1)
      expect(factory.open(commit()[0]![1].split(';')[0]).session.new).toBe(true)
      const { code, cause: told } = heard.pop()!
      expect([code, told]).toEqual(['BAD_PAYLOAD', cause])
    }
  })

  test('pairs with the keys 1 and true', () => {
    const pairs = [
      [1, 'a'],
      [true, 'b'],
    ]
    const cookie = `session=${signedSerialize([1, 1, pairs], SECRET)}`
    const factory = unencryptedCookieSessionFactoryConfig(SECRET, { timeout: null })
    expect(factory.open(cookie).session.size).toBe(2)
  })

  test.each(['version', 'Version'])('the cookie name %s', (cookieName) => {
    expect(() => signedCookieSessionFactory(SECRET, { cookieName })).toThrow(OptionError)
  })

  test.each(['I-0', 'I0b11', 'I010', 'I000', 'I 1', 'I1\r', 'L-0L', 'L0b11L', 'L00L'])(
    'the integer %j',
    (line) => {
      expect(() => loads(Buffer.from(`${line}\n.`))).toThrow(
        expect.objectContaining({ code: 'BAD_NUMBER' }),
      )
    },
  )
})
