/** Payloads that nobody writes, protected by the right key: what a decoder makes of them, and how long it takes. */
import { expect } from 'vitest'
import { DeserializeError } from '../../src/index.js'
import { damaged } from './damage.js'
import { timeOfWork } from '../support/time.js'

/** Milliseconds that no text may take. */
const MOST = 10
/** So often a slow text is read again: the machine may have had something else to do, or memory to clear up. */
const AGAIN = 10

/** @param read throws a {@link DeserializeError} for what it refuses */
export function expectRefusals(texts: Iterable<string>, read: (text: string) => unknown): number {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  let count = 0
  try {
    for (const text of texts) {
      count++
      if (timed(text, read) > MOST) {
        const times = Array.from({ length: AGAIN }, () => busy(() => timed(text, read)))
        const least = Math.min(...times)
        expect(least, text.slice(0, 60)).toBeLessThan(MOST)
      }
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
  return count
}

/** Milliseconds of work of this thread. */
function busy(work: () => unknown): number {
  const before = timeOfWork()
  work()
  return timeOfWork() - before
}

function timed(text: string, read: (text: string) => unknown): number {
  const start = performance.now()
  try {
    read(text)
  } catch (error) {
    if (!(error instanceof DeserializeError))
      throw new Error(`Untyped for ${text.slice(0, 200)}`, { cause: error })
  }
  return performance.now() - start
}

/** JSON that is too much, or nearly. */
const LARGE: readonly string[] = [
  '['.repeat(60_000),
  `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  `{${Array.from({ length: 8000 }, (_, at) => `"${at}":1`).join()}}`,
  `{${Array.from({ length: 900 }, (_, at) => `"${at * 4_000_000}":1`).join()}}`,
  `[${'{},'.repeat(20_000)}{}]`,
  `{"a":[${'{"1000":1},'.repeat(900)}0]}`,
  `{"a":${'9'.repeat(60_000)}}`,
  `{"a":1e${'9'.repeat(5000)}}`,
  `{"a":"${String.raw`\u0000`.repeat(10_000)}"}`,
  `{"a":"${'x'.repeat(65_520)}"}`,
  `"${String.raw`\"`.repeat(30_000)}`,
  `[${'[],'.repeat(20_000)}[]]`,
  `{${'"a":{},'.repeat(8000)}"a":1}`,
]

const SMALL: readonly string[] = [
  '{}',
  '{"a":1}',
  '{"user":{"id":7,"name":"Zoë €"},"list":[1,-2.5e3,null,true,false,"x"]}',
  '{"__proto__":{"a":1},"constructor":{"prototype":{}},"toJSON":1}',
  '{"10":1,"2":[],"x":{"":{"y":[[[]]]}}}',
  String.raw`{"a":"\ud83d\u0000\"\\","b":[[],{}]}`,
]

/** So many texts in JSON, and what was made of them by damage. */
export function* hostileJson(count: number, seed: number): Generator<string> {
  yield* LARGE
  yield* damaged(SMALL, [...SMALL, '[1,2,3]', '"text"'], count - LARGE.length, seed)
}
