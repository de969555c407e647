/** The bindings whose frameworks are installed here. */
import { endsAlone, survives, survivesStores } from './suite.js'

const server = (name: string): URL => new URL(`servers/${name}.mjs`, import.meta.url)

survives('node', server('node'))
survives('express', server('express'))
survives('express-4', server('express'), '4')
survives('koa', server('koa'))
survives('fastify', server('fastify'))
survives('fetch', server('fetch'))
survives('hono', server('hono'))
survives('elysia', server('elysia'))
survives('h3', server('h3'))
survives('h3-1', server('h3-1'))
// Nobody waits for what its `toNodeListener` makes of it.
endsAlone('h3 1', 'throws', server('h3-1'))
endsAlone('h3 1', 'rejects', server('h3-1'))
survives('react-router', server('react-router'))

survivesStores('node', server('node'))
survivesStores('express', server('express'))
survivesStores('express-4', server('express'), '4')
survivesStores('koa', server('koa'))
survivesStores('fastify', server('fastify'))
survivesStores('fetch', server('fetch'))
survivesStores('hono', server('hono'))
survivesStores('elysia', server('elysia'))
survivesStores('h3', server('h3'))
survivesStores('h3-1', server('h3-1'))
survivesStores('react-router', server('react-router'))
