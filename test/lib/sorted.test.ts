import { expect, test } from 'vitest'
import fc from 'fast-check'
import { sorted } from '../../src/lib/sorted.js'

interface Item {
  readonly rank: number
  readonly at: number
}

const byRank = (one: Item, other: Item): number => one.rank - other.rank

/** Few and many: those are sorted in two ways. */
const items = fc
  .array(fc.nat(9), { maxLength: 80 })
  .map((ranks) => ranks.map((rank, at): Item => ({ rank, at })))

test('lists of any length are sorted as Array sorts them, what is equal in its order', () => {
  fc.assert(
    fc.property(items, (list) => {
      const given = [...list]
      expect(sorted(given, byRank)).toBe(given)
      expect(given).toEqual(list.toSorted(byRank))
    }),
  )
})
