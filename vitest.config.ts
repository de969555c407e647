import { defineConfig } from 'vitest/config'
import { LeftOutReporter } from './test/support/left-out.js'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'threads',
    reporters: ['default', new LeftOutReporter()],
  },
})
