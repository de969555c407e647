// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application of Fastify can do wrong besides. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { FILE, absent, endless, filled, nameOf, pause, spoil } from './common.mjs'
import { nodeRoutes } from './node.mjs'

export const fastifyFaults = {
  'a payload': (_request, reply) => void reply.send('never seen'),
  'a payload of JSON': async () => ({ never: 'seen' }),
  'a late payload': async () => {
    await pause(5)
    return 'never seen'
  },
  redirect: (_request, reply) => reply.redirect('/elsewhere'),
  'headers and no payload': (_request, reply) => {
    reply.headers({ ETag: '"x"', Location: '/', 'Content-Length': '10' }).code(204).send()
  },
  'a header that Node refuses': (_request, reply) =>
    reply.header('Content-Disposition', 'attachment; filename="\u2603"').send('never seen'),
  'a Response that was read': async (_request, reply) => {
    const response = new Response('never seen')
    await response.text()
    return reply.send(response)
  },
  'a redirect and a payload': (_request, reply) => {
    reply.redirect('/elsewhere')
    reply.send('never seen')
  },
  'an endless stream as the payload': (_request, reply, heard) => reply.send(endless(heard)),
  'an endless web stream as the payload': (_request, reply, heard) =>
    reply.send(Readable.toWeb(endless(heard))),
  'a web stream that has data, as the payload': (_request, reply, heard) =>
    reply.send(filled(heard)),
  'the request as the payload': (request, reply) => reply.send(request.raw),
  'a file stream as the payload': async (_request, _reply, heard) =>
    (heard.source = createReadStream(FILE)),
  'a file stream that fails, as the payload': (_request, reply, heard) => reply.send(absent(heard)),
  'a payload, later another': (_request, reply) => {
    reply.send('never seen')
    setTimeout(() => reply.send('never seen'), 10)
  },
  'a payload and an error': async (_request, reply) => {
    reply.send('never seen')
    throw new Error('boom')
  },
  'the raw response and a payload': async (_request, reply) => {
    reply.raw.write('never seen')
    return 'never seen'
  },
  'a change in a hook after ours, of a stream': (request, reply, heard) => {
    request.session.delete('draft')
    request.isLate = true
    return reply.send(endless(heard))
  },
}

/** Those that give their payload in place of sending it. */
export const fastifyReturns = [
  'a payload of JSON',
  'a late payload',
  'a file stream as the payload',
]

/** With a reply that was hijacked there is no error handler. */
const fastifyHijacked = {
  'hijacked, then end': (_request, reply) => void reply.hijack().raw.end('never seen'),
  'hijacked, then pipe an endless stream': (_request, reply, heard) => {
    endless(heard).pipe(reply.hijack().raw)
  },
}
export const hijacked = Object.keys(fastifyHijacked)

/** A hook that runs after that of the session. */
export async function fastifyOnSend(request) {
  if (request.isLate) spoil(request.session)
  request.isLate = false
}

export function fastifyRoutes(heard, request, reply) {
  const name = nameOf(request.url)
  const fault = fastifyFaults[name] ?? fastifyHijacked[name]
  if (fault !== undefined) {
    spoil(request.session)
    return fault(request, reply, heard)
  }
  const result = nodeRoutes(heard, request, reply.raw)
  // Fastify would send what else is returned: the response itself, say.
  return result instanceof Promise ? result : undefined
}
