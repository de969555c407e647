// What the contract of bindings asks of Astro: the test serves the handler of this build in its own process.
import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware' }),
  session: false,
  security: { checkOrigin: false, allowedDomains: [{ hostname: 'shop.example' }, { hostname: 'proxy.example' }] },
})
