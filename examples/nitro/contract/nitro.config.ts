// What the contract of bindings asks of Nitro: served in the process of the test by the handler of this build.
import { defineNitroConfig } from 'nitro/config'

export default defineNitroConfig({
  compatibilityDate: '2026-01-01',
  preset: 'node-middleware',
  noExternals: true,
  errorHandler: './error.ts',
})
