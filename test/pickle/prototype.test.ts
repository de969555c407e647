/** Whatever was done to Object.prototype, pickles are read and written the same. */
import { afterEach, expect, test } from 'vitest'
import {
  PickleRegistry,
  PyDecimal,
  PyGlobal,
  PyObject,
  dumps,
  loads,
} from '../../src/pickle/index.js'
import { bytes } from './bytes.js'

const defined: string[] = []

function define(name: string, descriptor: PropertyDescriptor): void {
  defined.push(name)
  // oxlint-disable-next-line no-extend-native -- what others do
  Object.defineProperty(Object.prototype, name, { ...descriptor, configurable: true })
}

function restore(): void {
  for (const name of defined.splice(0)) delete (Object.prototype as Record<string, unknown>)[name]
}

afterEach(restore)

const NAMES = ['create', 'decode', 'fill', 'test', 'encode'] as const

test.each(NAMES)('%s is no part of a codec', (name) => {
  const money = new PickleRegistry().add<number>({
    module: 'm',
    name: 'Money',
    decode: ({ args }) => Number(args[0]),
  })
  define(name, { value: () => 'polluted', writable: true })
  const pickle = dumps([new PyDecimal('1.10')])
  expect(loads(pickle)).toEqual([new PyDecimal('1.10')])
  const circle = bytes('(lp0\ncdecimal\nDecimal\n(V1\ntRp1\nag1\na.')
  expect(loads(circle)).toEqual([new PyDecimal('1'), new PyDecimal('1')])
  expect(loads(bytes('cm\nMoney\n(I5\ntR.'), { registry: money })).toBe(5)
  const late = new PickleRegistry().add<number>({
    module: 'm',
    name: 'Money',
    decode: ({ args }) => Number(args[0]),
  })
  expect(loads(bytes('cm\nMoney\n(I5\ntR.'), { registry: late })).toBe(5)
  const empty = new PickleRegistry().add({ module: 'm', name: 'Money' })
  const object = new PyObject('reduce', new PyGlobal('m', 'Money'), [5])
  expect(loads(dumps(object), { registry: empty })).toEqual(object)
})

test.each(['x', 'name'])('%s is a key, though there is an accessor of that name', (name) => {
  define(name, { get: () => 'polluted', set: () => expect.unreachable('a setter was called') })
  const value = loads(bytes(`(V${name}\nI1\nV${name}\nI2\nd.`), { dicts: 'auto' }) as object
  expect(Object.getOwnPropertyDescriptor(value, name)).toEqual({
    value: 2,
    writable: true,
    enumerable: true,
    configurable: true,
  })
})

test.each(['get', 'set', 'value', 'writable'])('%s is no part of how a key is set', (name) => {
  define(name, { value: () => 1, writable: true })
  const value = loads(bytes('(V__proto__\nI1\nVset\nI2\nd.'), { dicts: 'auto' }) as object
  const late = loads(bytes('(lp0\n(dp1\nag1\nI1\nI2\nsa(dVa\ng1\nsa.'), { dicts: 'auto' })
  restore()
  expect(Object.entries(value)).toEqual([
    ['__proto__', 1],
    ['set', 2],
  ])
  const map = new Map([[1, 2]])
  expect(late).toEqual([map, map, { a: map }])
})
