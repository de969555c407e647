// @ts-nocheck -- plain JavaScript: the tests run it as it stands
/**
 * An application that keeps its session in a token that it makes with jose: see language.ts. The arguments: the algorithm,
 * and the secret; to encrypt, in base64url.
 */
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { EncryptJWT, SignJWT, jwtDecrypt, jwtVerify } from 'jose'
import { pageOf, pages, tellPort } from './npm_pages.mjs'

const [algorithm, secret] = process.argv.slice(2)
const isSigned = algorithm.startsWith('HS')
const key = Buffer.from(secret, isSigned ? 'utf8' : 'base64url')

async function sessionOf({ headers: { cookie = '' } }) {
  const token = /(?:^|; )session=([^;]*)/.exec(cookie)?.[1] ?? ''
  try {
    const { payload } = await (isSigned
      ? jwtVerify(token, key, { algorithms: [algorithm] })
      : jwtDecrypt(token, key, { contentEncryptionAlgorithms: [algorithm] }))
    return payload
  } catch {
    return {}
  }
}

const made = (session) =>
  isSigned
    ? new SignJWT(session).setProtectedHeader({ alg: algorithm })
    : new EncryptJWT(session).setProtectedHeader({ alg: 'dir', enc: algorithm })

async function lineOf(session) {
  const token = made(session).setIssuedAt().setExpirationTime('1h')
  return `session=${await token[isSigned ? 'sign' : 'encrypt'](key)}; Path=/; HttpOnly; SameSite=Lax`
}

const server = createServer(async (request, response) => {
  const form = new URLSearchParams(await text(request))
  const page = pageOf(request.url)
  if (page === 'sign_out') {
    response.writeHead(200, { 'Set-Cookie': 'session=; Max-Age=0; Path=/' }).end('signed out')
    return
  }
  const session = await sessionOf(request)
  const answer = pages[page](session, form)
  if (request.method === 'POST') response.setHeader('Set-Cookie', await lineOf(session))
  response.end(answer)
})
server.listen(0, '127.0.0.1', () => tellPort(server))
