import { defineConfig } from 'vitest/config'
import { BindingsTableReporter } from './test/support/bindings-table.js'

/** The table of bindings is of all of them, in their newest versions. */
const others = process.env['BINDINGS_TABLE']
  ? ['test/bindings/*.test.ts']
  : ['oldest/*/contract/*.framework.ts', 'test/examples/oldest.framework.ts']

/** The contract of bindings, for the frameworks that are installed below examples/ and oldest/ only. */
export default defineConfig({
  test: {
    include: ['examples/*/contract/*.framework.ts', ...others],
    reporters: ['default', new BindingsTableReporter()],
    passWithNoTests: true,
    testTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 300_000,
    // Frameworks keep global state, and some end with their process only.
    pool: 'forks',
    // Memory is for two: a framework is big, and so are the processes of its tests.
    maxWorkers: 2,
    // Tests beside each other in one file start a process each, some of which have half a second for an answer.
    maxConcurrency: 3,
    execArgv: ['--disable-warning=CartoucheWarning'],
  },
})
