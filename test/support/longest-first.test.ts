/** The order in which test files are run. */
import { existsSync } from 'node:fs'
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification, Vitest } from 'vitest/node'
import { expect, test, vi } from 'vitest'
import { LONGEST, LongestFirst } from './longest-first.js'

const ROOT = new URL('../../', import.meta.url)

const specification = (path: string): TestSpecification =>
  ({ moduleId: new URL(path, ROOT).pathname }) as TestSpecification

const orderOf = async (paths: readonly string[]): Promise<string[]> => {
  // oxlint-disable-next-line unicorn/no-array-sort -- no method of arrays
  const sorted = await new LongestFirst({} as Vitest).sort(paths.map(specification))
  return sorted.map(({ moduleId }) => moduleId.slice(ROOT.pathname.length))
}

test.each(LONGEST)('%s is there', (path) => {
  expect(existsSync(new URL(path, ROOT))).toBe(true)
})

test('the longest come first, the others as the runner has them', async () => {
  vi.spyOn(BaseSequencer.prototype, 'sort').mockImplementation((files) =>
    Promise.resolve(files.toReversed()),
  )
  const others = ['test/a.test.ts', 'test/b.test.ts']
  expect(await orderOf([others[0]!, ...LONGEST, others[1]!])).toEqual([
    ...LONGEST,
    others[1],
    others[0],
  ])
})
