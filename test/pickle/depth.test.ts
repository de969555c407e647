/** What the depth limit lets be read can be written, and the other way round, whatever lies innermost. */
import { describe, expect, test } from 'vitest'
import {
  PyByteArray,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyTuple,
  dumps,
  loads,
} from '../../src/pickle/index.js'
import {
  PyCounter,
  PyDate,
  PyDateTime,
  PyDeque,
  PyOrderedDict,
  PySlice,
  PyTimeZone,
  PyUuid,
  PyZoneInfo,
} from '../../src/pickle/types/index.js'

const LEAVES: Readonly<Record<string, unknown>> = {
  text: 'text',
  bytes: Uint8Array.of(1, 2),
  bytearray: PyByteArray.of(1, 2),
  set: new Set([1]),
  frozenset: new PyFrozenSet([1]),
  class: new PyGlobal('m', 'C'),
  date: new PyDate(2020, 1, 2),
  datetime: new PyDateTime(2020, 1, 2, 3, 4, 5, 6, PyTimeZone.utc),
  zone: new PyZoneInfo('Europe/Berlin'),
  UUID: new PyUuid(7n),
  slice: new PySlice([1], null),
  OrderedDict: new PyOrderedDict([['a', []]]),
  Counter: new PyCounter([[PyTuple.of(1), 1]]),
  deque: new PyDeque([[]]),
}

const UNLIMITED = { limits: { depth: Infinity } }

/** Whether an action is refused for the depth, and for nothing else. */
function isTooDeep(action: () => unknown): boolean {
  try {
    action()
    return false
  } catch (error) {
    expect(error).toMatchObject({ limit: 'depth' })
    return true
  }
}

describe.each([0, 1, 2, 3, 4, 5] as const)('protocol %d', (protocol) => {
  test.each(Object.entries(LEAVES))('%s', (_, leaf) => {
    let value: unknown = leaf
    let refused = 0
    for (let depth = 1; depth <= 501; depth++) {
      value = [value]
      if (depth < 480) continue
      const pickle = dumps(value, { protocol, ...UNLIMITED })
      const isRefused = isTooDeep(() => loads(pickle))
      expect(isTooDeep(() => dumps(value, { protocol }))).toBe(isRefused)
      if (isRefused) refused++
    }
    expect(refused).toBeGreaterThan(0)
  })
})

/** `make` of the one before, so many times. */
function nested(count: number, make: (inner: unknown) => unknown): unknown {
  let value: unknown = 1
  for (let level = 0; level < count; level++) value = make(value)
  return value
}

test.each<[string, (inner: unknown) => unknown]>([
  ['frozensets', (inner) => new PyFrozenSet([inner])],
  ['slices', (inner) => new PySlice(inner, null)],
  ['Counters', (inner) => new PyCounter([['a', inner as number]])],
  ['OrderedDicts', (inner) => new PyOrderedDict([['a', inner]])],
  ['deques', (inner) => new PyDeque([inner])],
  ['old-style instances', (inner) => new PyObject('inst', new PyGlobal('m', 'C'), [inner])],
])('%s in each other', (_, make) => {
  for (const protocol of [2, 4] as const) {
    for (const count of [150, 200, 249, 250, 251, 300, 500, 501]) {
      // Others besides, as the reader goes through what holds many only.
      const value = [nested(count - 1, make), ...Array.from({ length: 500 }, () => [])]
      const pickle = dumps(value, { protocol, ...UNLIMITED })
      const isRefused = isTooDeep(() => loads(pickle))
      expect([protocol, count, isTooDeep(() => dumps(value, { protocol }))]).toEqual([
        protocol,
        count,
        isRefused,
      ])
    }
  }
})
