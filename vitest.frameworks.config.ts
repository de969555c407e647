import { defineConfig } from 'vitest/config'

/** The contract of bindings, for the frameworks that are installed below examples/ only. */
export default defineConfig({
  test: {
    include: ['examples/*/contract/*.framework.ts'],
    passWithNoTests: true,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // Frameworks keep global state, and some end with their process only.
    pool: 'forks',
    fileParallelism: false,
    execArgv: ['--disable-warning=CartoucheWarning'],
  },
})
