// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application of h3 2 can do wrong besides: its handlers give what h3 makes a response of. */
import { Readable } from 'node:stream'
import { absent, endless, pause } from './common.mjs'
import { webRoutes } from './web.mjs'

/** Faults of an event. */
export const h3Faults = {
  text: () => 'never seen',
  'late text': async () => {
    await pause(5)
    return 'never seen'
  },
  data: () => ({ never: 'seen' }),
  bytes: () => new TextEncoder().encode('never seen'),
  'an endless web stream': (_event, heard) => Readable.toWeb(endless(heard)),
  'a file stream that fails': (_event, heard) => absent(heard),
  'headers and nothing': ({ res }) => {
    for (const [name, value] of [
      ['ETag', '"x"'],
      ['Location', '/'],
    ]) {
      res.headers.set(name, value)
    }
    res.status = 204
    return null
  },
  // It is answered as what is thrown: its message may be on the page.
  'an error that is given': () => new Error('given'),
}

export function h3Routes(heard, event) {
  const bound = ([name, fault]) => [name, () => fault(event, heard)]
  const more = Object.fromEntries(Object.entries(h3Faults).map(bound))
  return webRoutes(heard, event.req, event.context.session, more)
}
