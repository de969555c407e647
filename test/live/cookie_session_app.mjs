// @ts-nocheck -- plain JavaScript: the tests run it as it stands
/** An Express application with cookie-session: see language.ts. Its key is the first argument. */
import { text } from 'node:stream/consumers'
import cookieSession from 'cookie-session'
import express from 'express'
import { pageOf, pages, tellPort } from './npm_pages.mjs'

const app = express()
app.use(cookieSession({ name: 'session', keys: [process.argv[2]] }))
app.use(async (request, response) => {
  const form = new URLSearchParams(await text(request))
  const page = pageOf(request.path)
  if (page === 'sign_out') {
    request.session = null
    response.send('signed out')
  } else response.send(pages[page](request.session, form))
})
const server = app.listen(0, '127.0.0.1', () => tellPort(server))
