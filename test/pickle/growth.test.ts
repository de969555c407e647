/** What is fetched from the memo again and again costs no more each time, however big it is. */
import { describe, expect, test } from 'vitest'
import { PyTuple, dumps, loads } from '../../src/pickle/index.js'
import { PyCounter, PyDefaultDict, PyOrderedDict } from '../../src/pickle/types/index.js'

/** The shortest of three times that `action` takes. */
function time(action: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now()
    action()
    return performance.now() - start
  })
  return Math.min(...times)
}

/** How many times as long as `small` is what `big` takes. */
const ratio = (big: () => unknown, small: () => unknown): number => {
  small()
  return time(big) / time(small)
}

describe('one tuple that is a key of many containers', () => {
  const tuple = (length: number): PyTuple => PyTuple.from(Array.from({ length }, () => 7))
  const containers = {
    OrderedDict: (key: PyTuple) => new PyOrderedDict([[key, 1]]),
    defaultdict: (key: PyTuple) => new PyDefaultDict(null, [[key, 1]]),
    Counter: (key: PyTuple) => new PyCounter([[key, 1]]),
  }

  test.each(Object.entries(containers))('of the class %s', (_, container) => {
    const many = (length: number): unknown => {
      const key = tuple(length)
      return Array.from({ length: 1000 }, () => container(key))
    }
    const [big, small] = [many(20_000), many(1)]
    expect(
      ratio(
        () => dumps(big),
        () => dumps(small),
      ),
    ).toBeLessThan(6)
    const [bigBytes, smallBytes] = [dumps(big), dumps(small)]
    expect(
      ratio(
        () => loads(bigBytes),
        () => loads(smallBytes),
      ),
    ).toBeLessThan(6)
  })
})
