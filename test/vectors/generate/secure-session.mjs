// @ts-nocheck -- it uses packages without types
// Makes test/vectors/languages/secure-session.json.gz:
//
//     node test/vectors/generate/secure-session.mjs | gzip -9n > test/vectors/languages/secure-session.json.gz
//
// With @fastify/secure-session 8.4.0, fastify 5.12.8 and sodium-native 5.1.0. Nonces are random: every run makes other
// texts.
import { createHash } from 'node:crypto'
import secureSession from '@fastify/secure-session'
import fastify from 'fastify'
import sodium from 'sodium-native'
import { sessions, tampered } from './npm-data.mjs'

const NOW = 1_700_000_000
let now = NOW
Date.now = () => now * 1000

const keyOf = (name) => createHash('sha256').update(name).digest('base64')
const [KEY, OLD, OTHER] = ['key of the vectors', 'older key', 'another key'].map(keyOf)
const SECRET = 'a secret of the vectors, long enough'

const apps = new Map()

async function appOf(setup) {
  const name = JSON.stringify(setup)
  if (!apps.has(name)) {
    const app = fastify()
    await app.register(secureSession, { ...setup })
    await app.ready()
    apps.set(name, app)
  }
  return apps.get(name)
}

async function seal(data, setup = { key: KEY }) {
  const app = await appOf(setup)
  return encodeURIComponent(app.encodeSecureSession(app.createSecureSession({ ...data })))
}

async function opened(text, setup) {
  const app = await appOf(setup)
  try {
    return app.decodeSecureSession(decodeURIComponent(text))?.data()
  } catch {
    return undefined
  }
}

const vectors = []

async function add(name, text, setup = { key: KEY }) {
  const data = await opened(text, setup)
  vectors.push({ name, ...setup, now, text, accepted: data !== undefined, data })
}

for (const [name, data] of sessions(2000)) await add(name, await seal(data))
const small = { user: 'Zoë', n: 1 }
for (let size = 0; size < 40; size++) await add(`padding ${size}`, await seal({ a: 'y'.repeat(size) }))
await add('rotation: an old key', await seal(small, { key: OLD }), { key: [KEY, OLD] })
await add('rotation: a new key', await seal(small, { key: [KEY, OLD] }), { key: [KEY, OLD] })
await add('rotation: before it is known', await seal(small, { key: [KEY, OLD] }), { key: OLD })
await add('another key', await seal(small, { key: OTHER }))
await add('secret', await seal(small, { secret: SECRET }), { secret: SECRET })
const salted = { secret: 'clé '.repeat(8), salt: 'salt of 16 chars' }
await add('secret and salt', await seal(small, salted), salted)
const week = { key: KEY, expiry: 604_800 }
const whole = await seal(small)
for (const after of [0, 1, 86_400, 86_400.999, 86_401, 86_402, 604_799, 604_800]) {
  now = NOW + after
  await add(`after ${after}`, whole)
  await add(`after ${after} of a week`, whole, week)
}
now = NOW
for (const [at, text] of tampered(decodeURIComponent(whole), 40, 1).entries()) {
  await add(`changed, ${at}`, encodeURIComponent(text))
}
for (let length = 0; length < whole.length; length += 12) await add(`cut to ${length}`, whole.slice(0, length))
const [box, nonce] = decodeURIComponent(whole).split(';')
const join = (...parts) => encodeURIComponent(parts.join(';'))
await add('without a nonce', join(box))
await add('an empty nonce', join(box, ''))
await add('an empty box', join('', nonce))
await add('turned round', join(nonce, box))
await add('three parts', join(box, nonce, 'x'))
await add('the nonce of another', join(box, decodeURIComponent(await seal(small)).split(';')[1]))
await add('a long nonce', join(box, Buffer.alloc(25).toString('base64')))
await add('not escaped but for the semicolon', `${box}%3B${nonce}`)
await add('escapes in small letters', whole.replaceAll(/%../g, (text) => text.toLowerCase()))
await add('urlsafe', join(Buffer.from(box, 'base64').toString('base64url'), nonce))

/** Sealed with the right key, and nothing that the package writes. */
function genuine(text) {
  const plain = Buffer.from(text)
  const iv = Buffer.alloc(24, 9)
  const cipher = Buffer.alloc(plain.length + 16)
  sodium.crypto_secretbox_easy(cipher, plain, iv, Buffer.from(KEY, 'base64'))
  return join(cipher.toString('base64'), iv.toString('base64'))
}
for (const text of [
  '{"a":1}',
  '{"__ts":"1700000000","a":1}',
  '{"__ts":null,"a":1}',
  `{"__ts":${NOW},"a":1}`,
  `{"a":1,"__ts":${NOW}}`,
  `{"__ts":${NOW - 0.5}}`,
  `{"__ts":${NOW + 30}}`,
  `{"__ts":${NOW + 3600}}`,
  '{"__ts":0}',
  '',
  '{',
  '[1,2]',
  '"text"',
  'null',
]) {
  await add(`genuine: ${text}`, genuine(text))
}

process.stdout.write(`${JSON.stringify({ vectors })}\n`)
