/**
 * Pickles that no pickler writes: unusual ones that Python accepts, malformed ones, and hostile ones
 * that would run code or eat memory. Judged by what Pyramid 1.10.8 does on Python 3.11.
 */
import { describe, expect, test } from 'vitest'
import { PickleError, loads } from '../../src/pickle/index.js'
import { sameAsTagged, type Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'

interface Outcome {
  readonly outcome: 'ok' | 'error' | 'not run (memory or time)'
  readonly data?: Tagged
  readonly error?: string
  readonly readers: readonly string[]
}

interface Vector {
  readonly name: string
  readonly pickle_hex: string
  readonly verdict: 'accept' | 'reject' | 'depends'
  readonly outcomes: readonly Outcome[]
}

const READER = '1.10.8 on py3.11'

const outcomeOf = ({ outcomes }: Vector): Outcome =>
  outcomes.find(({ readers }) => readers.includes(READER)) ?? outcomes[0]!

const read = ({ pickle_hex }: Vector): unknown =>
  loads(Buffer.from(pickle_hex, 'hex'), { dicts: 'auto' })

const named = (list: readonly Vector[]) => list.map((vector) => [vector.name, vector] as const)

const unusual = readVectors<Vector>('pyramid/unusual_pickles')
const malformed = readVectors<Vector>('pyramid/malformed_pickles')
const hostile = readVectors<Vector>('pyramid/hostile_pickles')

function report(vector: Vector): string | undefined {
  const expected = outcomeOf(vector)
  let value: unknown
  try {
    value = read(vector)
  } catch (error) {
    if (!(error instanceof PickleError)) return `not a PickleError: ${String(error)}`
    return expected.outcome === 'error' ? undefined : `refused: ${error.message}`
  }
  if (expected.outcome === 'error') return `accepted, not ${expected.error}`
  return sameAsTagged(value, expected.data!, { numberKinds: true })
}
test('x', () => {
  for (const [n, l] of Object.entries({unusual, malformed})) for (const v of l) { const r = report(v); if (r) console.log(v.name, v.verdict, r) }
  for (const v of hostile) { const t=performance.now(); let r; try { r=String(read(v)) } catch(e) { r=e } ; console.log(v.name, (performance.now()-t).toFixed(1), String(r).slice(0,150)) }
})
