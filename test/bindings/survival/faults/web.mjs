// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application can do wrong with a session and a `Response`. */
import { Readable } from 'node:stream'
import { NO_FAULT, endless, filled, nameOf, pause, spoil } from './common.mjs'
import { nodeFaults } from './node.mjs'

/** Faults of `(request, session, heard)`. */
export const webFaults = {
  respond: () => new Response('never seen', { headers: { ETag: '"x"' } }),
  'respond late': async () => {
    await pause(5)
    return new Response('never seen')
  },
  redirect: () => Response.redirect('http://localhost/elsewhere'),
  'a stream': (_request, _session, heard) => new Response(Readable.toWeb(endless(heard))),
  'a stream that has data': (_request, _session, heard) => new Response(filled(heard)),
  'a stream whose end fails': () => {
    const cancel = async () => {
      throw new Error('release failed')
    }
    return new Response(new ReadableStream({ cancel }))
  },
  'a stream that fails meanwhile': () =>
    new Response(
      new ReadableStream({
        async start(controller) {
          await pause(5)
          controller.error(new Error('disk'))
        },
      }),
    ),
  'a body that fails as the visitor leaves': ({ signal }) => {
    const start = (controller) =>
      signal.addEventListener('abort', () => controller.error(new Error('left')))
    return new Response(new ReadableStream({ start }))
  },
  'a stream that somebody else reads': () => {
    const response = new Response('never seen')
    response.body.getReader()
    return response
  },
  throw: nodeFaults.throw,
  reject: nodeFaults.reject,
  'no response': (_request, session) => {
    session.clear()
    return undefined
  },
  'a value that the format cannot hold': (_request, session) => {
    session.delete('draft')
    session.set('when', Symbol('no'))
    return new Response('never seen')
  },
}

/** What else is asked of each application. */
const webSpecial = {
  ok: () => new Response('ok'),
  heard: (_request, _session, heard) => {
    const { commitErrors, source } = heard
    return Response.json({ commitErrors, isOpen: source !== undefined && !source.closed })
  },
  fill: (request, session) => {
    session.set('note', 'x'.repeat(Number(request.url.split('?')[1])))
    return new Response('filled')
  },
  'change after the headers': (_request, session) => {
    session.set('a', 1)
    const body = new ReadableStream({
      async pull(controller) {
        await pause(5)
        try {
          session.invalidate()
        } catch (error) {
          controller.enqueue(`first ${error.code}`)
          controller.close()
        }
      },
    })
    return new Response(body.pipeThrough(new TextEncoderStream()))
  },
  'save that fails': (_request, session) => {
    spoil(session)
    try {
      session.save()
    } catch (error) {
      return new Response(`caught ${error.code}`, { status: 413 })
    }
    return new Response('never seen')
  },
}

/** @param more faults that a framework has besides */
export function webRoutes(heard, request, session, more = {}) {
  const name = nameOf(new URL(request.url).pathname)
  if (Object.hasOwn(webSpecial, name)) return webSpecial[name](request, session, heard)
  const fault = more[name] ?? webFaults[name]
  if (fault === undefined) return new Response(NO_FAULT, { status: 404 })
  spoil(session)
  return fault(request, session, heard)
}
