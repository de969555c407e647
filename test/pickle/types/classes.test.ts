/** An application's own classes, and which classes are read at all. */
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  PickleRegistry,
  PyGlobal,
  PyObject,
  PyTuple,
  dumps,
  loads,
} from '../../../src/pickle/index.js'
import {
  PyDecimal,
  PyEnum,
  PyNamedTuple,
  PyTimeDelta,
  STANDARD_TYPES,
  enumCodec,
  namedTupleCodec,
  standardRegistry,
} from '../../../src/pickle/types/index.js'
import { PROTOCOLS } from './cases.js'

const registry = standardRegistry()
  .add(enumCodec<number>('app', 'Color'))
  .add(enumCodec<number>('app', 'Shop.Kind'))
  .add(namedTupleCodec('app', 'Point', ['x', 'y']))
const refusal = (option: string) => expect.objectContaining({ name: 'OptionError', option })

describe('a registry', () => {
  test('is new each time, and holds every class once', () => {
    expect(standardRegistry()).not.toBe(standardRegistry())
    const names = STANDARD_TYPES.map(({ module, name }) => `${module}.${name}`)
    expect(new Set(names).size).toBe(names.length)
    for (const { module, name } of STANDARD_TYPES) {
      expect(standardRegistry().find(module, name)).toBeDefined()
    }
  })

  test('that lacks a class leaves its objects placeholders, and does not write it', () => {
    const bytes = dumps(new PyDecimal('1.10'), { registry })
    const without = new PickleRegistry()
    for (const codec of STANDARD_TYPES) if (codec.name !== 'Decimal') without.add(codec)
    const placeholder = loads(bytes, { registry: without })
    expect(placeholder).toBeInstanceOf(PyObject)
    expect(dumps(placeholder, { registry: without })).toEqual(bytes)
    expect(() => dumps(new PyDecimal('1.10'), { registry: without })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED' }),
    )
  })

  test('can have a class of the standard replaced', () => {
    const replaced = standardRegistry().add({
      module: 'datetime',
      name: 'timedelta',
      decode: ({ args }) => `P${String(args[0])}D`,
    })
    expect(loads(dumps(new PyTimeDelta(3), { registry }), { registry: replaced })).toBe('P3D')
  })

  test('that is added to changes no other', () => {
    expect(Object.isFrozen(STANDARD_TYPES)).toBe(true)
    expect(registry.find('app', 'Color')).toBeDefined()
    expect(standardRegistry().find('app', 'Color')).toBeUndefined()
  })
})

describe('an enum', () => {
  const red = new PyEnum('app', 'Color', 1)

  test.each(PROTOCOLS)('comes back over protocol %d', (protocol) => {
    const members = [red, red, new PyEnum('app', 'Shop.Kind', 5)]
    const read = loads(dumps(members, { protocol, registry }), { registry }) as PyEnum[]
    expect(read).toEqual(members)
    expect(read[0]).toBe(read[1])
  })

  test('within a class is written by name where a protocol can, whatever it was read from', () => {
    const kind = new PyEnum('app', 'Shop.Kind', 5)
    for (const from of PROTOCOLS) {
      const read = loads(dumps(kind, { protocol: from, registry }), { registry })
      for (const protocol of PROTOCOLS) {
        const expected = dumps(kind, { protocol, registry })
        expect(dumps(read, { protocol, registry })).toEqual(expected)
      }
    }
  })

  test('that is not registered stays a placeholder, and is not written', () => {
    const bytes = dumps(red, { registry })
    expect(loads(bytes, { registry: standardRegistry() })).toBeInstanceOf(PyObject)
    expect(() => dumps(new PyEnum('app', 'Other', 1), { registry })).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED' }),
    )
  })

  test('equality, text and JSON', () => {
    expect(red.equals(new PyEnum('app', 'Color', 1))).toBe(true)
    expect(red.equals(new PyEnum('app', 'Color', 2))).toBe(false)
    expect(red.equals(new PyEnum('app', 'Colour', 1))).toBe(false)
    expect(red.equals(new PyEnum('web', 'Color', 1))).toBe(false)
    expect(red.equals(1)).toBe(false)
    expect(inspect(red)).toBe('PyEnum(app.Color, 1)')
    expect(JSON.stringify(red)).toBe('1')
  })
})

describe('a namedtuple', () => {
  const point = new PyNamedTuple('app', 'Point', { x: 3, y: 'four' })

  test.each(PROTOCOLS)('comes back over protocol %d', (protocol) => {
    const read = loads(dumps([point, point], { protocol, registry }), { registry }) as unknown[]
    expect(read).toEqual([point, point])
    expect(read[0]).toBe(read[1])
    expect(read[0]).toBeInstanceOf(PyNamedTuple)
  })

  test('has its fields by name and by place', () => {
    expect(point.get('x') satisfies number).toBe(3)
    expect(point.get('y') satisfies string).toBe('four')
    expect(point[1]).toBe('four')
    expect(point.fields).toEqual(['x', 'y'])
    expect(point.toObject()).toEqual({ x: 3, y: 'four' })
    expect(point.get('z' as never)).toBeUndefined()
  })

  test('is a tuple', () => {
    expect(point).toBeInstanceOf(PyTuple)
    const mapped = point.map(String)
    expect(mapped).toBeInstanceOf(PyTuple)
    expect(mapped).not.toBeInstanceOf(PyNamedTuple)
    expect([...mapped]).toEqual(['3', 'four'])
  })

  test('can be a key, and holds itself in a list', () => {
    const holder: unknown[] = []
    const map = new Map([[point, holder]])
    holder.push(new PyNamedTuple('app', 'Point', { x: holder, y: 1 }))
    const read = loads(dumps(map, { registry }), { registry }) as typeof map
    expect([...read.keys()]).toEqual([point])
  })

  test('is printed as in Python, and goes into JSON as an array', () => {
    expect(inspect(point)).toBe("app.Point(x=3, y='four')")
    expect(JSON.stringify(point)).toBe('[3,"four"]')
  })
})

test.each([
  ['module', () => enumCodec('', 'Color')],
  ['name', () => enumCodec('app', 5 as never)],
  ['module', () => new PyEnum(5 as never, 'Color', 1)],
  ['name', () => namedTupleCodec('app', '', [])],
  ['fields', () => namedTupleCodec('app', 'Point', 'xy' as never)],
  ['fields', () => namedTupleCodec('app', 'Point', [5 as never])],
  ['name', () => new PyNamedTuple('app', '', {})],
  ['module', () => PyNamedTuple.of(1)],
])('%s must be a name', (option, make) => {
  expect(make).toThrow(refusal(option))
})

test('a name is only compared: nothing is looked up', () => {
  const evil = new TextEncoder().encode("cos\nsystem\n(S'echo'\ntR.")
  const object = loads(evil, { registry: standardRegistry().add(enumCodec('os', 'system')) })
  expect(object).toEqual(new PyEnum('os', 'system', 'echo'))
  expect(new PyGlobal('os', 'system').is('os', 'system')).toBe(true)
})
