import { defineConfig } from 'vitest/config'
import { BindingsTableReporter } from './test/support/bindings-table.js'
import { LeftOutReporter } from './test/support/left-out.js'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'threads',
    // The tests use weak secrets and odd settings by the hundred. Those of the warnings look themselves.
    execArgv: ['--disable-warning=CartoucheWarning'],
    reporters: ['default', new LeftOutReporter(), new BindingsTableReporter()],
  },
})
