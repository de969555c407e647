/** What the compiler takes for data of a session: checked by `npm run check:types`. */
import { expectTypeOf } from 'vitest'
import type { CheckStorable, Unstorable } from '../../src/serializers/modern-types.js'
import { typeTest } from '../support/type-test.js'

interface Item {
  readonly sku: string
  price?: number
  note: string | null
}

interface Tree {
  name: string
  children: Tree[]
  parent?: Tree
}

type Tower = Map<string, Tower> | Set<Tower>
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

class Money {
  cents = 1
  add(other: Money): number {
    return this.cents + other.cents
  }
}

interface Kept {
  userId: number
  big: bigint
  name?: string
  state: 'open' | 'closed' | undefined
  since: Date
  key: Uint8Array
  buffer: Buffer
  items: Item[]
  pair: readonly [number, Date]
  byDay: Map<Date, Set<Item>>
  views: ReadonlyMap<number, ReadonlySet<string>>
  tree: Tree
  json: Json
  tower: Tower
  anything: unknown
  nested: { deep: { when: Date | null }[] }
  7: boolean
}

typeTest('data that can be kept stay what they are', () => {
  expectTypeOf<CheckStorable<Kept>>().toEqualTypeOf<Kept>()
  expectTypeOf<CheckStorable<object>>().toEqualTypeOf<object>()
  expectTypeOf<CheckStorable<Record<string, unknown>>>().toEqualTypeOf<Record<string, unknown>>()
  expectTypeOf<CheckStorable<Record<string, Json>>>().toEqualTypeOf<Record<string, Json>>()
})

interface Refused {
  id: number
  call: () => void
  mark: symbol
  later: Promise<number>
  weak: WeakMap<object, string>
  money: Money
  pattern: RegExp
  url: URL
  error: Error
  floats: Float64Array
  clamped: Uint8ClampedArray
  view: DataView
  buffer: ArrayBuffer
  maybe?: () => void
  either: number | (() => void)
  list: (number | symbol)[]
  deep: { a: { b?: Money }[] }
  map: Map<string, Money>
  keys: Map<symbol, number>
  set: Set<Promise<void>>
  tuple: [number, Money]
  tree: { money: Money; children: Refused['tree'][] }
}

typeTest('what cannot be kept becomes a text that says so', () => {
  expectTypeOf<CheckStorable<Refused>>().toEqualTypeOf<{
    [Key in keyof Refused]: Key extends 'id' ? number : Unstorable<Key>
  }>()
})

typeTest('the text is fit to be read', () => {
  expectTypeOf<CheckStorable<{ call: () => void }>>().toEqualTypeOf<{
    call: 'call holds what a session cannot: a function, a symbol, a promise or an object with methods'
  }>()
})

typeTest('a function can demand it', () => {
  const open = <Data extends object>(data: Data & CheckStorable<Data>): Data => data
  const uses = () => {
    open<Kept>({} as Kept)
    open({ a: 1, b: [new Date()] })
    // @ts-expect-error -- a function
    open({ a: 1, b: () => 1 })
  }
  expectTypeOf(uses).returns.toBeVoid()
})
