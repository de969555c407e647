/**
 * Generated values go through this package and through a real Python, both ways:
 *
 * - what we pickle, Python reads as the same value, and would have pickled byte for byte the same;
 * - what Python pickles, we read as the same value, and pickle byte for byte the same again.
 *
 * `DIFFERENTIAL_VALUES` says how many values; `npm run test:differential` runs 100,000. To repeat a
 * failure, give its seed as `DIFFERENTIAL_SEED`, and keep its value in regressions.json.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe as suite, expect, test } from 'vitest'
import { dumps, loads } from '../../src/pickle/index.js'
import { standardRegistry } from '../../src/pickle/types/index.js'
import { python } from '../support/python.js'
import { cases, type Case } from './arbitrary.js'
import { build, describe } from './build.js'
import { canonical } from './description.js'
import { Progress } from './progress.js'
import { PythonWorker } from './python-worker.js'
import regressions from './regressions.json' with { type: 'json' }

const VALUES = Number(process.env['DIFFERENTIAL_VALUES'] ?? 3000)
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? Date.now() % 0x7fff_ffff)
/** Far more than a value takes: about a millisecond. */
const TIMEOUT = 60_000 + VALUES * 20

const registry = standardRegistry()

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex')

suite.runIf(python)('Python and we agree', () => {
  let worker: PythonWorker
  beforeAll(() => {
    worker = new PythonWorker()
  })
  afterAll(() => worker[Symbol.asyncDispose]())

  test.each(regressions as Case[])('on what was once a difference: %j', (given) =>
    expectAgreement(worker, given),
  )

  test(
    'on values that we generate',
    async () => {
      using progress = new Progress('ours', VALUES)
      const property = fc.asyncProperty(cases, async (given) => {
        await expectAgreement(worker, given)
        progress.step()
      })
      await fc.assert(property, { numRuns: VALUES, seed: SEED })
    },
    TIMEOUT,
  )

  test(
    'on values that Python generates',
    async () => {
      using progress = new Progress("Python's", VALUES)
      const seeds = fc.record({
        seed: fc.noShrink(fc.nat()),
        depth: fc.integer({ min: 0, max: 5 }),
        protocol: fc.constantFrom(0, 1, 2, 3, 4, 5),
      })
      const property = fc.asyncProperty(seeds, async (request) => {
        const { theirs, value } = await worker.make(request)
        expectReading(theirs, canonical(value), request.protocol)
        progress.step()
      })
      await fc.assert(property, { numRuns: VALUES, seed: SEED })
    },
    TIMEOUT,
  )
})

async function expectAgreement(worker: PythonWorker, { protocol, value }: Case): Promise<void> {
  const expected = canonical(value)
  const ours = hexOf(dumps(build(value), { protocol, registry }))
  const { theirs, built, loaded } = await worker.check({ value, protocol, ours })
  expect(canonical(built), 'what Python was told to build').toBe(expected)
  expect(canonical(loaded), `what Python reads from ${short(ours)}`).toBe(expected)
  const inTheirOrder = hexOf(dumps(build(built), { protocol, registry }))
  expect(short(inTheirOrder), 'our pickle').toBe(short(theirs))
  expect(inTheirOrder === theirs, 'our pickle').toBe(true)
  expectReading(theirs, expected, protocol)
}

/** What we read from a pickle of Python's, and that we write it back as it was. */
function expectReading(theirs: string, expected: string, protocol: number): void {
  const bytes = bytesOf(theirs)
  for (const dicts of ['map', 'auto'] as const) {
    const value = loads(bytes, { dicts, registry })
    expect(canonical(describe(value)), `what we read from ${short(theirs)}`).toBe(expected)
    const exact = loads(bytes, { dicts, registry, exact: true })
    const again = hexOf(dumps(exact, { protocol: protocol as Case['protocol'], registry }))
    expect(short(again), 'our pickle of what we read').toBe(short(theirs))
  }
}

/** Hexadecimal of which the middle is left out where it is very long. */
function short(hex: string): string {
  return hex.length < 2000 ? hex : `${hex.slice(0, 1000)}…${hex.length / 2} bytes…${hex.slice(-900)}`
}
