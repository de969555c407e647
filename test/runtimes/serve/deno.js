// @ts-nocheck -- the compiler does not know Deno
import { handle } from './app.js'

Deno.serve({ hostname: '127.0.0.1', port: 0, onListen: ({ port }) => console.log(port) }, handle)
