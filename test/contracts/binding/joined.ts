/** The bindings that join the contract: the columns of the table in `docs/bindings.md`. */
import type { Traits } from './behaviour.js'

export const JOINED = {
  'node:http': { readsBodies: false, isProperty: true, trustsProxies: false },
  Express: { readsBodies: true, isProperty: true, trustsProxies: true },
  'Express 4': { readsBodies: true, isProperty: true, trustsProxies: true },
  Koa: { readsBodies: true, isProperty: true, trustsProxies: true },
  Fastify: { readsBodies: true, isProperty: true, trustsProxies: true },
  fetch: { readsBodies: true, isProperty: false, trustsProxies: false },
  Hono: { readsBodies: true, isProperty: false, trustsProxies: false },
  Elysia: { readsBodies: true, isProperty: true, trustsProxies: false },
  h3: { readsBodies: true, isProperty: true, trustsProxies: true },
  Nuxt: { readsBodies: true, isProperty: true, trustsProxies: true },
  'Next.js': { readsBodies: true, isProperty: false, trustsProxies: true, asksForTrust: false },
  SvelteKit: { readsBodies: true, isProperty: true, trustsProxies: true },
  Astro: { readsBodies: true, isProperty: true, trustsProxies: true },
  'React Router': { readsBodies: true, isProperty: false, trustsProxies: false },
  NestJS: { readsBodies: true, isProperty: true, trustsProxies: true },
  'NestJS on Fastify': { readsBodies: true, isProperty: true, trustsProxies: true },
} as const satisfies Record<string, Traits>
