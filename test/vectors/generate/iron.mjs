// @ts-nocheck -- it uses packages without types
// Makes test/vectors/languages/iron.json.gz:
//
//     node test/vectors/generate/iron.mjs | gzip -9n > test/vectors/languages/iron.json.gz
//
// With iron-session 6.3.1, 7.0.6 and 8.0.4, whose salts are random: every run makes other texts.
import { createRequire } from 'node:module'
import * as iron8 from 'iron-session'
import { sessions, tampered } from './npm-data.mjs'

const require = createRequire(import.meta.url)
// By names that the compiler does not see: the types of 6 and 7 change those of Express.
const [iron6, iron7] = [6, 7].map((version) => require(`iron-session-${version}`))
const IRON = { 6: iron6, 7: iron7, 8: iron8 }

const NOW = 1_700_000_000
const PASSWORD = 'a password of the vectors, of 40 letters'
const PASSWORDS = {
  one: PASSWORD,
  'by id': { 1: PASSWORD },
  'two, new id': { 2: 'another password, which is newer than it', 1: PASSWORD },
  'non-ASCII': 'пароль из сорока букв, и ещё немного €😀',
  long: 'p'.repeat(300),
}

let now = NOW
Date.now = () => now * 1000

const seal = (data, { version = 8, password = PASSWORD, ttl = 1_209_600 } = {}) =>
  IRON[version].sealData(data, { password, ttl })

/** What the backend makes of a text: `undefined` where it starts with an empty session, or throws. */
async function unsealed(text, { version = 8, password = PASSWORD, ttl = 1_209_600 } = {}) {
  try {
    const data = await IRON[version].unsealData(text, { password, ttl })
    return Object.keys(data).length > 0 ? { ...data } : undefined
  } catch {
    return undefined
  }
}

const vectors = []

async function add(name, text, options = {}) {
  const data = await unsealed(text, options)
  const { version = 8, password = PASSWORD, ttl = 1_209_600 } = options
  vectors.push({ name, version, password, ttl, now, text, accepted: data !== undefined, data })
}

for (const version of [8, 7, 6]) {
  for (const [name, data] of sessions(2400)) {
    if (Object.keys(data).length === 0) continue
    // The largest ones, by one version: their ciphertexts do not compress.
    const isLarge = JSON.stringify(data).length > 500
    if (version === 8 || !isLarge) await add(name, await seal(data, { version }), { version })
  }
}
const small = { user: 'Zoë', n: 1 }
for (const [name, password] of Object.entries(PASSWORDS)) {
  await add(`password: ${name}`, await seal(small, { password }), { password })
}
const rotated = PASSWORDS['two, new id']
await add('rotation: an old password', await seal(small), { password: rotated })
await add('rotation: before it is known', await seal(small, { password: rotated }))
await add('rotation: retired', await seal(small), { password: { 2: rotated[2] } })
await add('another password', await seal(small, { password: 'q'.repeat(40) }))
for (const ttl of [60, 3600, 0, 34_560_000]) await add(`ttl ${ttl}`, await seal(small, { ttl }), { ttl })
await add('another ttl than the reader', await seal(small, { ttl: 100 }), { ttl: 5 })
const hour = await seal(small, { ttl: 3600 })
for (const after of [0, 1, 3599, 3600, 3601, 3659, 3659.999, 3660, 3661, 7200, -60, -7200]) {
  now = NOW + after
  await add(`after ${after} of 3600 seconds`, hour, { ttl: 3600 })
}
now = NOW
const whole = await seal(small)
for (const [at, text] of tampered(whole, 40, 1).entries()) await add(`changed, ${at}`, text)
for (let length = 0; length < whole.length; length += 16) await add(`cut to ${length}`, whole.slice(0, length))
const parts = whole.slice(0, -2).split('*')
for (const [at] of parts.entries()) {
  const without = parts.filter((_, other) => other !== at)
  await add(`without part ${at}`, `${without.join('*')}~2`)
  await add(`part ${at} empty`, `${parts.map((part, other) => (other === at ? '' : part)).join('*')}~2`)
}
await add('one part more', `${parts.join('*')}*x~2`)
await add('later expiry', `${parts.map((part, at) => (at === 5 ? '9999999999999' : part)).join('*')}~2`)
await add('no expiry', `${parts.map((part, at) => (at === 5 ? '' : part)).join('*')}~2`)
await add('an id that objects have', `${parts.map((part, at) => (at === 1 ? 'constructor' : part)).join('*')}~2`)
await add('the data of another', `${parts.map((part, at) => (at === 4 ? hour.split('*')[4] : part)).join('*')}~2`)
const lasting = await seal({ persistent: { user: 'eve' }, user: 'ada' })
await add('without the version', lasting.slice(0, -2))
await add('version 1', lasting.replace(/2$/, '1'))
await add('version 3', lasting.replace(/2$/, '3'))
await add('version 22', `${lasting}2`)
for (const data of [null, [1], 'text', 7]) await add(`sealed ${JSON.stringify(data)}`, await seal(data))

process.stdout.write(`${JSON.stringify({ vectors })}\n`)
