/** What cannot be written is named by its place in the value, not by how Python makes the value. */
import { expect, test } from 'vitest'
import {
  PickleRegistry,
  PyCounter,
  PyDefaultDict,
  PyDeque,
  PyGlobal,
  PyObject,
  PyOrderedDict,
  dumps,
  loads,
} from '../../src/pickle/index.js'
import { bytes, thrownBy } from './bytes.js'

const bad = (() => 1) as never

function oldDeque(): unknown {
  const deque = loads(bytes('ccollections\ndeque\n((lI1\natR.')) as unknown[]
  deque.push(bad)
  return deque
}

test.each<[string, unknown, string]>([
  ['a Counter', new PyCounter([['a', bad]]), 'cart.a'],
  ['a Counter, deeper', new PyCounter([['a', [1, bad] as never]]), 'cart.a[1]'],
  ['an OrderedDict', new PyOrderedDict([['a', bad]]), 'cart.a'],
  ['a defaultdict', new PyDefaultDict('list', [['a', bad]]), 'cart.a'],
  ['a deque', new PyDeque([1, bad]), 'cart[1]'],
  ['a deque of Python 2', oldDeque(), 'cart[1]'],
  ['a set', new Set([bad]), 'cart[member]'],
])('in %s', (_name, cart, path) => {
  for (const protocol of [0, 2, 4] as const) {
    expect(thrownBy(() => dumps({ cart }, { protocol }))).toMatchObject({ path })
  }
})

test('in the state that a codec gives', () => {
  class Money {
    amount = bad
  }
  const registry = new PickleRegistry().add<Money>({
    module: 'm',
    name: 'Money',
    test: (value) => value instanceof Money,
    encode: (money) => {
      const object = new PyObject('newobj', new PyGlobal('m', 'Money'), [])
      object.builds.push({ ...money })
      return object
    },
  })
  const error = thrownBy(() => dumps({ cart: new Money() }, { registry }))
  expect(error).toMatchObject({ path: 'cart.amount' })
})
