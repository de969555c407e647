// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application of h3 1 can do wrong besides: its handlers give what is sent, or answer on Node's response. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createEventStream } from 'h3-1'
import { FILE, absent, endless, filled, nameOf, pause, spoil } from './common.mjs'
import { nodeRoutes } from './node.mjs'

/** Faults of an event. */
export const h31Faults = {
  text: () => 'never seen',
  'late text': async () => {
    await pause(5)
    return 'never seen'
  },
  data: () => ({ never: 'seen' }),
  'a Response': () => new Response('never seen', { headers: { ETag: '"x"', Location: '/' } }),
  'an endless stream that is given': (_event, heard) => endless(heard),
  'an endless web stream that is given': (_event, heard) => Readable.toWeb(endless(heard)),
  'a web stream that has data, and is given': (_event, heard) => filled(heard),
  'the request that is given': ({ node }) => node.req,
  'a file stream that is given': (_event, heard) => (heard.source = createReadStream(FILE)),
  'a file stream that fails': (_event, heard) => absent(heard),
  events: (event) => {
    const events = createEventStream(event)
    void events.push('never seen')
    return events.send()
  },
  'headers and nothing': ({ node: { res } }) => {
    res.setHeader('ETag', '"x"')
    res.setHeader('Location', '/')
    res.statusCode = 204
    return null
  },
}

/** @param fromNode makes a handler of h3's of one of Node's */
export function h31Routes(heard, event, fromNode) {
  const { req, res } = event.node
  const fault = h31Faults[nameOf(req.url)]
  if (fault !== undefined) {
    spoil(event.context.session)
    return fault(event, heard)
  }
  const request = { url: req.url, session: event.context.session }
  const handle = (_request, _response, _next) => nodeRoutes(heard, request, res)
  return fromNode(handle)(event)
}
