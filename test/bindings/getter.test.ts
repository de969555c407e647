/** The property that is the session, of objects that frameworks hand on. */
import { describe, expect, test } from 'vitest'
import { putGetter } from '../../src/bindings/shared/getter.js'
import { OptionError } from '../../src/index.js'

const refuse = (): never => {
  throw new TypeError('cannot be assigned')
}

function contextWith(found: unknown): { session?: unknown } {
  const context = {}
  putGetter(context, 'session', () => found, refuse)
  return context
}

describe('putGetter', () => {
  test('each object has what it was given', () => {
    const [one, other] = [contextWith(1), contextWith(2)]
    expect([one.session, other.session]).toEqual([1, 2])
    expect(Object.keys(one)).toEqual(['session'])
  })

  test('what inherits from it, or stands before it, gives the same', () => {
    const context = contextWith(1)
    const derived = Object.create(context) as typeof context
    expect([derived.session, new Proxy(context, {}).session, { ...context }.session]).toEqual([
      1, 1, 1,
    ])
    expect(() => (derived.session = 2)).toThrow('cannot be assigned')
  })

  test('where the property alone was copied, that is said in words', () => {
    const property = Object.getOwnPropertyDescriptor(contextWith(1), 'session')!
    const copy = Object.defineProperty({}, 'session', property) as { session?: unknown }
    expect(() => copy.session).toThrow(OptionError)
    expect(() => copy.session).toThrow('session is lost: it belongs to another object')
    expect(() => (copy.session = 1)).toThrow(OptionError)
  })
})
