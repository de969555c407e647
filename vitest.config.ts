import { isBuiltin } from 'node:module'
import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { BindingsTableReporter } from './test/support/bindings-table.js'
import { LeftOutReporter } from './test/support/left-out.js'
import { LongestFirst } from './test/support/longest-first.js'

/** Where Node is too old for what they are of; `npm run test:runtimes` runs them in the newer ones. */
const OF_OTHERS = isBuiltin('node:sqlite') ? [] : ['test/stores/node-sqlite.test.ts']

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...OF_OTHERS],
    // What hangs, not what is slow: a busy machine takes ten times as long as an idle one.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    pool: 'threads',
    // Many wait for processes and servers. The runner itself has little to do: on two cores it leaves none to itself.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    // The tests use weak secrets and odd settings by the hundred. Those of the warnings look themselves.
    execArgv: ['--disable-warning=CartoucheWarning'],
    // Tests beside each other in one file start a process each, some of which have half a second for an answer.
    maxConcurrency: 3,
    reporters: ['default', new LeftOutReporter(), new BindingsTableReporter()],
  },
})
