// @ts-nocheck -- the compiler does not know Bun
import { handle } from './app.js'

const { port } = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: handle })
console.log(port)
