// @ts-nocheck -- plain JavaScript: the tests run it as it stands
/**
 * An application that keeps its session as Auth.js or next-auth does, by their own functions, in their own cookies: see
 * language.ts. The arguments: which one, and its secret.
 */
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { pageOf, pages, tellPort } from './npm_pages.mjs'

// By a name that the compiler does not see: the packages' types bring those of browsers with them.
const { AuthJsSessionStore, NextAuthSessionStore, authJs, nextAuth } = await import(
  String(new URL('../auth/packages.mjs', import.meta.url))
)

const [which, secret] = process.argv.slice(2)
const isNew = which === 'auth-js'
const { encode, decode } = isNew ? authJs : nextAuth
const SessionStore = isNew ? AuthJsSessionStore : NextAuthSessionStore

const name = isNew ? 'authjs.session-token' : 'next-auth.session-token'
const maxAge = 3600
const attributes = { httpOnly: true, sameSite: 'lax', path: '/', secure: false }
const logger = { debug() {}, warn() {}, error() {} }
/** Auth.js has the name of the cookie for salt, next-auth 4 none. */
const protection = isNew ? { secret, salt: name } : { secret }

const cookiesOf = ({ headers: { cookie = '' } }) =>
  Object.fromEntries(
    cookie
      .split('; ')
      .filter(Boolean)
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )

async function tokenOf(store) {
  try {
    return (await decode({ ...protection, token: store.value })) ?? {}
  } catch {
    return {}
  }
}

const lineOf = ({ name, value, options: { maxAge, path } }) =>
  `${name}=${value}; Max-Age=${maxAge}; Path=${path}; HttpOnly; SameSite=Lax`

const server = createServer(async (request, response) => {
  const form = new URLSearchParams(await text(request))
  const cookies = cookiesOf(request)
  const store = new SessionStore(
    { name, options: attributes },
    isNew ? cookies : { cookies, headers: request.headers },
    logger,
  )
  const token = await tokenOf(store)
  const page = pageOf(request.url)
  if (page === 'sign_out') {
    response.setHeader('Set-Cookie', store.clean().map(lineOf))
    response.end('signed out')
    return
  }
  const before = JSON.stringify(token)
  const answer = pages[page](token, form)
  if (JSON.stringify(token) !== before) {
    const value = await encode({ ...protection, token, maxAge })
    response.setHeader('Set-Cookie', store.chunk(value, { maxAge }).map(lineOf))
  }
  response.end(answer)
})
server.listen(0, '127.0.0.1', () => tellPort(server))
