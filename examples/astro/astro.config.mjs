import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware' }),
  // Astro's own sessions, which keep their data on the server, are not needed.
  session: false,
})
