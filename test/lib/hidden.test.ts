import { isDeepStrictEqual, inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { hidden } from '../../src/lib/hidden.js'

describe('a hidden property', () => {
  const colour = hidden<string>()
  const size = hidden<number>()
  const of = (object: object): object => {
    colour.set(object, 'red')
    return object
  }

  test('is undefined before it is set, and what was set last after', () => {
    const object = {}
    expect(colour.get(object)).toBeUndefined()
    colour.set(object, 'red')
    colour.set(object, 'blue')
    expect(colour.get(object)).toBe('blue')
  })

  test('is of one object and one name', () => {
    const object = of({})
    expect(size.get(object)).toBeUndefined()
    expect(colour.get({})).toBeUndefined()
    size.set(object, 7)
    expect([colour.get(object), size.get(object)]).toEqual(['red', 7])
  })

  test.each([
    ['an object', () => ({ a: 1 })],
    ['an object without a prototype', () => Object.assign(Object.create(null), { a: 1 })],
    ['a list', () => [1, 2]],
    ['a Map', () => new Map([[1, 2]])],
    ['a Set', () => new Set([1])],
  ])('is not seen in %s', (_, make: () => object) => {
    const [object, plain] = [of(make()), make()]
    expect(Reflect.ownKeys(object)).toEqual(Reflect.ownKeys(plain))
    expect(inspect(object, { showHidden: true })).toBe(inspect(plain, { showHidden: true }))
    expect(isDeepStrictEqual(object, plain)).toBe(true)
    expect(Object.getPrototypeOf(object)).toBe(Object.getPrototypeOf(plain))
    expect(colour.get(structuredClone(object))).toBeUndefined()
  })

  test('does not show through a Proxy', () => {
    expect(colour.get(new Proxy(of([]), {}))).toBeUndefined()
  })
})
