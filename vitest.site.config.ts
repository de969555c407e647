import { defineConfig } from 'vitest/config'
import { LeftOutReporter } from './test/support/left-out.js'

/** The built site: `npm run test:site` makes it first. */
export default defineConfig({
  test: {
    include: ['test/site/*.site.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    reporters: ['default', new LeftOutReporter()],
  },
})
