// @ts-nocheck -- it uses packages without types
// Makes test/vectors/languages/cookie-session.json.gz:
//
//     node test/vectors/generate/cookie-session.mjs | gzip -9n > test/vectors/languages/cookie-session.json.gz
//
// With cookie-session 2.1.1, cookies 0.9.1, keygrip 1.1.0, cookie-parser 1.4.7 and cookie 0.7.2 of express 5.3.0.
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import parser from 'cookie-parser'
import cookieSession from 'cookie-session'
import express from 'express'
import Keygrip from 'keygrip'
import { sessions, tampered } from './npm-data.mjs'

const NAME = 'session'
const KEY = 'first key of the vectors'
const KEYS = {
  one: [KEY],
  'two, new first': ['second key, newer', KEY],
  'non-ASCII': ['clé secrète €😀'],
  long: ['k'.repeat(200)],
}

function exchange(cookie) {
  const request = new IncomingMessage(new Socket())
  if (cookie !== undefined) request.headers.cookie = cookie
  return { request, response: new ServerResponse(request) }
}

const pairs = (response) =>
  [response.getHeader('set-cookie') ?? []]
    .flat()
    .map((line) => line.split(';')[0])
    .join('; ')

const optionsOf = ({ keys, algorithm, encoding }) =>
  algorithm === undefined ? keys : new Keygrip(keys, algorithm, encoding)

/** The cookies that cookie-session sets. */
function written(data, setup, name = NAME) {
  const { request, response } = exchange()
  cookieSession({ name, keys: optionsOf(setup) })(request, response, () => {})
  request.session = data
  response.writeHead(200)
  return pairs(response)
}

/** What it makes of cookies: `undefined` where they are no session. */
function read(cookie, setup, name = NAME) {
  const { request, response } = exchange(cookie)
  cookieSession({ name, keys: optionsOf(setup) })(request, response, () => {})
  const { session } = request
  return session.isNew ? undefined : { ...session }
}

const vectors = []

function add(name, cookie, setup, cookieName = NAME) {
  const data = read(cookie, setup, cookieName)
  vectors.push({
    kind: 'cookie-session',
    name,
    cookieName,
    ...setup,
    cookie,
    accepted: data !== undefined,
    data,
  })
}

const one = { keys: KEYS.one }
for (const [name, data] of sessions(2800)) {
  if (Object.keys(data).length > 0) add(name, written(data, one), one)
}
const small = { user: 'Zoë', n: 1 }
for (const [name, keys] of Object.entries(KEYS)) add(`keys: ${name}`, written(small, { keys }), { keys })
for (const [algorithm, encoding] of [
  ['sha1', 'hex'],
  ['sha256', 'base64'],
  ['sha256', 'hex'],
  ['sha384', 'base64'],
  ['sha512', 'base64'],
  ['md5', 'base64'],
]) {
  const setup = { keys: KEYS.one, algorithm, encoding }
  add(`keygrip ${algorithm} ${encoding}`, written(small, setup), setup)
  add(`keygrip ${algorithm} ${encoding}, read as the default`, written(small, setup), one)
}
const rotated = { keys: KEYS['two, new first'] }
add('rotation: an old key', written(small, one), rotated)
add('rotation: a new key before it is known', written(small, rotated), one)
add('another key', written(small, { keys: ['another key'] }), one)
for (const name of ['sess', 'express:sess', 'a.b', '__Host-s', "odd!#$%&'*+^`|~"]) {
  add(`the cookie ${name}`, written(small, one, name), one, name)
}
add('under another name', written(small, one, 'other').replaceAll('other', NAME), one)
const whole = written(small, one)
const [first, second] = whole.split('; ')
add('without its signature', first, one)
add('the signature alone', second, one)
add('none', '', one)
add('empty value', `session=; ${second}`, one)
add('empty signature', `${first}; session.sig=`, one)
add('the other order', `${second}; ${first}`, one)
add('between others', `a=1; ${first}; b=2; ${second}; c=3`, one)
add('in quotes', `session="${first.slice(8)}"; ${second}`, one)
add('padding of the signature', `${first}; ${second}=`, one)
add('without padding', `${first.replace(/=+$/, '')}; ${second}`, one)
add('signature of another', `${first}; ${written({ user: 'eve' }, one).split('; ')[1]}`, one)
for (const length of [0, 1, 5, 10, 20, 26]) {
  add(`signature of ${length}`, `${first}; session.sig=${second.slice(12, 12 + length)}`, one)
}
for (const length of [1, 4, 8, 12, 20]) {
  add(`value of ${length}`, `session=${first.slice(8, 8 + length)}; ${second}`, one)
}
for (const [at, value] of tampered(first.slice(8), 10, 1).entries()) {
  add(`value changed, ${at}`, `session=${value}; ${second}`, one)
}
for (const [at, value] of tampered(second.slice(12), 10, 2).entries()) {
  add(`signature changed, ${at}`, `${first}; session.sig=${value}`, one)
}
/** Genuine, and nothing that cookie-session writes. */
const genuine = (text) => {
  const value = Buffer.from(text).toString('base64')
  return `session=${value}; session.sig=${new Keygrip(KEYS.one).sign(`session=${value}`)}`
}
add('dropped keys', genuine('{"isNew":1,"_ctx":2,"constructor":3,"toString":4,"kept":5}'), one)
for (const text of ['', '{', '{"a":1', '[1,2]', '"text"', '7', 'null', 'true', '{"a":NaN}', "{'a':1}"]) {
  add(`genuine: ${text}`, genuine(text), one)
}
add('genuine: bytes that are not UTF-8', genuine(Buffer.from('{"a":"\xff\xfe"}', 'latin1')), one)
add('genuine: a key twice', genuine('{"a":1,"b":2,"a":3}'), one)
add('genuine: space', genuine(' {\n"a" :\t1 } '), one)

// ---- cookie-parser

const app = express()

function signed(value, secrets) {
  const { request, response } = exchange()
  Object.setPrototypeOf(request, app.request)
  Object.setPrototypeOf(response, app.response)
  Object.assign(response, { req: request, app })
  parser(secrets)(request, response, () => {})
  response.cookie(NAME, value, { signed: true })
  return pairs(response)
}

function parsed(cookie, secrets) {
  const { request, response } = exchange(cookie)
  parser(secrets)(request, response, () => {})
  const value = request.signedCookies[NAME]
  return value === false ? undefined : value
}

function addSigned(name, cookie, keys) {
  const data = parsed(cookie, keys)
  const accepted = data !== undefined
  vectors.push({ kind: 'cookie-parser', name, cookieName: NAME, keys, cookie, accepted, data })
}

for (const [name, data] of sessions(2000)) {
  const cookie = signed(data, KEYS.one)
  if (cookie.length <= 4096) addSigned(name, cookie, KEYS.one)
}
for (const [name, keys] of Object.entries(KEYS)) addSigned(`keys: ${name}`, signed(small, keys), keys)
addSigned('rotation: an old key', signed(small, KEYS.one), KEYS['two, new first'])
addSigned('rotation: a new key before it is known', signed(small, KEYS['two, new first']), KEYS.one)
addSigned('another key', signed(small, ['another key']), KEYS.one)
for (const text of ['ada', '', '7', 'a.b.c', 'é€😀', 's:x', 'x j:{}']) {
  addSigned(`text ${text}`, signed(text, KEYS.one), KEYS.one)
}
const value = signed(small, KEYS.one).slice(8)
for (const [at, changed] of tampered(value, 20, 3).entries()) {
  addSigned(`changed, ${at}`, `session=${changed}`, KEYS.one)
}
for (const length of [0, 1, 2, 4, 10, 20, 40, value.length - 1]) {
  addSigned(`cut to ${length}`, `session=${value.slice(0, length)}`, KEYS.one)
}
addSigned('not escaped', `session=${decodeURIComponent(value)}`, KEYS.one)
addSigned('a percent sign too many', `session=${value}%`, KEYS.one)
addSigned('unsigned', 'session=j%3A%7B%22a%22%3A1%7D', KEYS.one)

process.stdout.write(`${JSON.stringify({ vectors })}\n`)
