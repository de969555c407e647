/** What no payload may do to a decoder. */
import { expect } from 'vitest'
import { CartoucheError, DeserializeError } from '../../../src/index.js'
import type { SessionFormat, SessionRecord } from '../../../src/index.js'
import { leastWork } from '../../support/time.js'
import { drawing } from '../damage.js'
import { mutated } from './mutate.js'
import type { Decoder } from './table.js'

/** Milliseconds that no payload may take: see docs/limits.md. */
const MOST = 10
/** Bytes of a payload: with what protects it, its text is below the limit of one. */
const SIZE = 20_000
/** One in so many is written and read again. */
const SOME = 8

export interface Counts {
  readonly read: number
  readonly refused: number
}

/** Gives a decoder so many payloads, and expects a value or the typed error of each, soon. */
export function fuzz({ syntax, read, format }: Decoder, count: number): Counts {
  const draw = drawing(20_261_127)
  const counts = { read: 0, refused: 0 }
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    for (let made = 0; made < count; made++) {
      const text = syntax.large[made] ?? mutated(syntax, draw, SIZE)
      const payload = Buffer.from(text, 'latin1')
      const record = outcomeOf(payload, read)
      counts[record === undefined ? 'refused' : 'read']++
      if (record !== undefined && format !== undefined && made % SOME === 0) {
        expectStable(record as SessionRecord, format, payload)
      }
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
  return counts
}

/** What was read; `undefined` where that is nothing, or was refused. */
function outcomeOf(payload: Buffer, read: Decoder['read']): unknown {
  let value: unknown
  const run = (): void => void (value = refusedOr(payload, () => read(payload)))
  const start = performance.now()
  run()
  if (performance.now() - start > MOST)
    expect(leastWork(run, MOST), shown(payload)).toBeLessThan(MOST)
  return value
}

function refusedOr<T>(payload: Buffer, run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof DeserializeError) return undefined
    throw new Error(`No typed error for ${shown(payload)}`, { cause: error })
  }
}

const shown = (payload: Buffer): string => payload.toString('base64').slice(0, 400)

/** What was read can be written and read as the same; or it is more than may be written, and that is told. */
function expectStable(record: SessionRecord, format: SessionFormat, payload: Buffer): void {
  const texts = written(record, format)
  if (texts === undefined) return
  const again = format.read(texts.text, 'session')
  expect(format.dataText(again.data!), shown(payload)).toBe(texts.dataText)
}

function written(
  record: SessionRecord,
  format: SessionFormat,
): { readonly text: string; readonly dataText: string } | undefined {
  // Not all that is signed is a dict: sessions make an empty one of it.
  if (record.data === undefined) return undefined
  try {
    return { dataText: format.dataText(record.data), text: format.write(record, 'session') }
  } catch (error) {
    if (error instanceof CartoucheError) return undefined
    throw error
  }
}
