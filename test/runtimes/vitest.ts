/**
 * What tests import as `vitest` where they run without it: the packages that it is made of, which need no Node. The
 * matchers, spies and the order of hooks are the same.
 */
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  chai,
  getState,
  setState,
} from '@vitest/expect'
import type { ExpectStatic } from '@vitest/expect'
import { clearAllMocks, fn, resetAllMocks, restoreAllMocks, spyOn } from '@vitest/spy'

export {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  onTestFinished,
  test,
} from '@vitest/runner'

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin)

export const expect = Object.assign(
  ((value: unknown, message?: string) => chai.expect(value, message)) as ExpectStatic,
  chai.expect,
  Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT),
  { getState: () => getState(expect), setState: (state: object) => setState(state, expect) },
  { unreachable: (message = '') => chai.assert.fail(`not to be reached: ${message}`) },
) as ExpectStatic
Reflect.set(globalThis, GLOBAL_EXPECT, expect)
expect.setState({ assertionCalls: 0 })

/** Types are looked at by the compiler. */
export const expectTypeOf = (): unknown => anything

const anything: unknown = new Proxy(() => anything, { get: () => anything })

/** Milliseconds between two looks. */
const INTERVAL = 50

/** Calls `check` until it does not throw, for as many milliseconds. */
async function waitFor<T>(
  check: () => T | Promise<T>,
  { timeout }: { timeout: number },
): Promise<T> {
  const end = Date.now() + timeout
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, INTERVAL))
    }
  }
}

export const vi = { clearAllMocks, fn, resetAllMocks, restoreAllMocks, spyOn, waitFor }
