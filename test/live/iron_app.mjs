// @ts-nocheck -- plain JavaScript: the tests run it as it stands
/** An application with iron-session: see language.ts. The arguments: the name of the package, and its password. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { pageOf, pages, tellPort } from './npm_pages.mjs'

const [name, password] = process.argv.slice(2)
const { getIronSession } = createRequire(import.meta.url)(name)
const options = { cookieName: 'session', password, ttl: 3600, cookieOptions: { secure: false } }

/** Of what does not even look like a seal, iron-session throws. */
async function sessionOf(request, response) {
  try {
    return await getIronSession(request, response, options)
  } catch {
    delete request.headers.cookie
    return getIronSession(request, response, options)
  }
}

const server = createServer(async (request, response) => {
  const form = new URLSearchParams(await text(request))
  const session = await sessionOf(request, response)
  const page = pageOf(request.url)
  if (page === 'sign_out') {
    await session.destroy()
    response.end('signed out')
    return
  }
  const before = JSON.stringify(session)
  const answer = pages[page](session, form)
  if (JSON.stringify(session) !== before) await session.save()
  response.end(answer)
})
server.listen(0, '127.0.0.1', () => tellPort(server))
