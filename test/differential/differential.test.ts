/**
 * Generated values go through this package and through a real Python, both ways:
 *
 * - what we pickle, Python reads as the same value, and would have pickled byte for byte the same;
 * - what Python pickles, we read as the same value, and pickle byte for byte the same again.
 *
 * `DIFFERENTIAL_VALUES` says how many values; `npm run test:differential` runs 100,000. A failure prints
 * the seed and the least value that fails. Give the seed as `DIFFERENTIAL_SEED` to repeat it, and keep
 * the value in regressions.json.
 */
import fc from 'fast-check'
import { describe as suite, test } from 'vitest'
import { python } from '../support/python.js'
import { checkReading, checkValue } from './agreement.js'
import { cases, type Case, type Protocol } from './arbitrary.js'
import { Progress } from './progress.js'
import { PythonWorker } from './python-worker.js'
import regressions from './regressions.json' with { type: 'json' }

const VALUES = Number(process.env['DIFFERENTIAL_VALUES'] ?? 2000)
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? Date.now() % 0x7fff_ffff)
const RUN = { numRuns: Math.ceil(VALUES / 2), seed: SEED }
/** Many times what a value takes, which is a few milliseconds. */
const TIMEOUT = 60_000 + VALUES * 20

suite.runIf(python)('Python and we agree', { concurrent: true, timeout: TIMEOUT }, () => {
  test('on what was once a difference', async () => {
    await using worker = new PythonWorker()
    for (const given of regressions as Case[]) await checkValue(worker, given)
  })

  test('on values that we make up', async () => {
    await using worker = new PythonWorker()
    using progress = new Progress('our values', RUN.numRuns)
    const property = fc.asyncProperty(cases, async (given) => {
      await checkValue(worker, given)
      progress.step()
    })
    await fc.assert(property, RUN)
  })

  test('on values that Python makes up', async () => {
    await using worker = new PythonWorker()
    using progress = new Progress("Python's values", RUN.numRuns)
    const requests = fc.record({
      seed: fc.noShrink(fc.nat()),
      depth: fc.integer({ min: 0, max: 5 }),
      protocol: fc.constantFrom<Protocol>(0, 1, 2, 3, 4, 5),
    })
    const property = fc.asyncProperty(requests, async (request) => {
      const { theirs, value } = await worker.make(request)
      checkReading(theirs, value, request.protocol)
      progress.step()
    })
    await fc.assert(property, RUN)
  })
})
