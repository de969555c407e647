// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application of Express can do wrong besides. */
import { FILE } from './common.mjs'
import { nodeRoutes } from './node.mjs'

export const expressFaults = {
  send: (_request, response) => response.send('never seen'),
  json: (_request, response) => response.json({ never: 'seen' }),
  redirect: (_request, response) => response.redirect('/elsewhere'),
  sendFile: (_request, response) => response.sendFile(FILE),
  'sendFile with a callback': (_request, response) => response.sendFile(FILE, () => {}),
  download: (_request, response) => response.download(FILE),
  'a late redirect': (_request, response) => void setTimeout(() => response.redirect('/'), 5),
  'a second answer, later': (_request, response) => {
    response.json({ never: 'seen' })
    setTimeout(() => response.json({ never: 'seen' }), 10)
  },
  'an answer and next()': (_request, response, next) => {
    response.json({ never: 'seen' })
    next()
  },
  'next(error)': (_request, _response, next) => next(new Error('boom')),
  'static file': (_request, response) => response.sendFile('node.mjs', { root: `${FILE}/..` }),
  'no route': (_request, _response, next) => next(),
}

/** The faults that a controller of another framework on top of Express can have too: without `next`. */
export const expressReplies = Object.fromEntries(
  Object.entries(expressFaults).filter(([, fault]) => fault.length < 3),
)

/** @param hear what the application does with a handler, so that its promise is heard */
export function expressRoutes(app, heard, hear) {
  const route = (request, response, next) => {
    const bound = ([name, fault]) => [name, (request, response) => fault(request, response, next)]
    const more = Object.fromEntries(Object.entries(expressFaults).map(bound))
    return nodeRoutes(heard, request, response, more)
  }
  app.use(hear(route))
}
