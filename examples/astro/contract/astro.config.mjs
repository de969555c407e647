// What the contract of bindings asks of Astro: the test serves the handlers of two builds in its own process, one of
// which trusts its proxy.
import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

const trusts = process.env.TRUSTS_PROXY === 'yes'
const allowedDomains = trusts ? [{ hostname: 'shop.example' }] : []

export default defineConfig({
  output: 'server',
  outDir: trusts ? './dist/trusting' : './dist/plain',
  adapter: node({ mode: 'middleware' }),
  security: { checkOrigin: false, allowedDomains },
})
