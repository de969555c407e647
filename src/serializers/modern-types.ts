/** What a session can hold, for the compiler: encodeData says the same when it runs. */

type Anything = (...args: never[]) => unknown
type Whole = null | undefined | boolean | number | bigint | string | Date | Uint8Array

/**
 * `T` with `never` where it holds what a session cannot: `T extends Storable<T>` tells whether it holds such.
 * Functions make objects with methods unstorable, and so nearly all classes; `unknown` may be anything.
 * Members of arrays, Maps and Sets are asked for by what a compiler looks into last: types may hold themselves.
 */
export type Storable<T> = unknown extends T
  ? T
  : T extends Whole
    ? T
    : T extends Anything | symbol | Error
      ? never
      : T extends readonly (infer Item)[]
        ? readonly Storable<Item>[]
        : T extends ReadonlyMap<infer Key, infer Value>
          ? { keys(): Iterable<Storable<Key>>; values(): Iterable<Storable<Value>> }
          : T extends ReadonlySet<infer Member>
            ? { values(): Iterable<Storable<Member>> }
            : { [K in keyof T]: Storable<T[K]> }

/** What stands in the place of a value's type that a session cannot hold. */
export type Unstorable<Key extends PropertyKey = string> =
  `${Key & (string | number)} holds what a session cannot: a function, a symbol, a promise or an object with methods`

/** `Data` if a session can hold it; else its keys, with an {@link Unstorable} in the place of what cannot be held. */
export type CheckStorable<Data> =
  Data extends Storable<Data>
    ? Data
    : { [K in keyof Data]: Data[K] extends Storable<Data[K]> ? Data[K] : Unstorable<K> }
