// What the contract of bindings asks of Nuxt: served in the process of the test by the listener of this build.
import { fileURLToPath } from 'node:url'

export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  devtools: { enabled: false },
  telemetry: false,
  // All in the bundle: what is left out is found by conditions, which are others in a test.
  nitro: { preset: 'node-listener', noExternals: true },
  routeRules: { '/kept': { swr: true } },
  hooks: {
    // Before that of Nuxt, which Nuxt would leave out for a setting.
    'nitro:config': (config) => {
      const own = fileURLToPath(new URL('server/error.ts', import.meta.url))
      config.errorHandler = [own, config.errorHandler].flat().filter(Boolean) as string[]
    },
  },
})
