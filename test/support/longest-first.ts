/**
 * The order of test files: those that take longest come first. One that comes last would run alone, and leave the other
 * cores idle for its minutes. By itself the runner knows how long a file takes from its last run only, which a fresh
 * machine has not seen; it begins with the largest files there.
 */
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

/** They take half a minute or more of a machine of two cores; the longest first. */
export const LONGEST: readonly string[] = [
  'test/formats/decoders.test.ts',
  'test/bindings/survival/survival.test.ts',
  'test/inspector/browser.test.ts',
  'test/docs/examples.test.ts',
  'test/stores/redis/contract.test.ts',
  'test/bench/smoke.test.ts',
  'test/package/pack.test.ts',
]

/** Where a file stands in `LONGEST`; behind all of it where it does not. */
function rankOf(path: string): number {
  const rank = LONGEST.findIndex((longest) => path.endsWith(`/${longest}`))
  return rank < 0 ? LONGEST.length : rank
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- no method of arrays
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rankOf(one.moduleId) - rankOf(other.moduleId))
  }
}
