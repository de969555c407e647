// @ts-nocheck -- plain JavaScript: the tests run it as it stands
/** An Express application with its session in a signed cookie: see language.ts. Its secret is the first argument. */
import { text } from 'node:stream/consumers'
import cookieParser from 'cookie-parser'
import express from 'express'
import { pageOf, pages, tellPort } from './npm_pages.mjs'

const app = express()
app.use(cookieParser(process.argv[2]))
app.use(async (request, response) => {
  const form = new URLSearchParams(await text(request))
  const page = pageOf(request.path)
  if (page === 'sign_out') return response.clearCookie('session').send('signed out')
  const session = { ...request.signedCookies.session }
  const answer = pages[page](session, form)
  if (Object.keys(session).length > 0) response.cookie('session', session, { signed: true })
  return response.send(answer)
})
const server = app.listen(0, '127.0.0.1', () => tellPort(server))
