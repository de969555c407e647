// @ts-nocheck -- plain JavaScript: the tests run it as it stands
/** A Fastify application with @fastify/secure-session: see language.ts. Its key is the first argument, in base64. */
import formbody from '@fastify/formbody'
import secureSession from '@fastify/secure-session'
import fastify from 'fastify'
import { pageOf, pages, tellPort } from './npm_pages.mjs'

const app = fastify()
await app.register(formbody)
await app.register(secureSession, {
  key: Buffer.from(process.argv[2], 'base64'),
  cookie: { path: '/' },
  expiry: 3600,
})
app.all('/*', (request, reply) => {
  const page = pageOf(request.url)
  if (page === 'sign_out') {
    request.session.delete()
    return reply.send('signed out')
  }
  return reply.send(pages[page](request.session, new URLSearchParams(request.body)))
})
await app.listen({ port: 0, host: '127.0.0.1' })
tellPort(app.server)
