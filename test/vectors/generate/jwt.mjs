// @ts-nocheck -- it uses packages without types
// Makes test/vectors/languages/jwt.json.gz:
//
//     node test/vectors/generate/jwt.mjs | gzip -9n > test/vectors/languages/jwt.json.gz
//
// With @auth/core 0.41.3, next-auth 4.24.15, better-auth 1.7.25 and jose 6.2.18, whose initialization vectors and ids are
// random: every run makes other texts.
import { createHmac, hkdfSync } from 'node:crypto'
import { EncryptJWT, SignJWT, UnsecuredJWT, jwtDecrypt, jwtVerify } from 'jose'
import { sessions, tampered } from './npm-data.mjs'

// By a name that the compiler does not see: the packages' types bring those of browsers with them.
const {
  AuthJsSessionStore: SessionStore,
  NextAuthSessionStore: NextSessionStore,
  authJs,
  getCookieCache,
  nextAuth,
  setCookieCache,
  signJWT,
} = await import(String(new URL('../../auth/packages.mjs', import.meta.url)))

const { encode: encodeAuth, getToken } = authJs

const NOW = 1_700_000_000
const SystemDate = Date
let now = NOW
globalThis.Date = class extends SystemDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now * 1000] : given))
  }
  static now() {
    return now * 1000
  }
}
console.warn = () => {}
console.log = () => {}
console.error = () => {}

const SECRET = 'a secret of the vectors, of 40 letters..'
const SECRETS = {
  one: SECRET,
  'non-ASCII': 'секрет из сорока букв, и ещё немного €😀',
  long: 'p'.repeat(300),
  short: 'x',
}
const OTHER = 'another secret, which is newer than that'

const bytes = (text) => new TextEncoder().encode(text)
const cookiesIn = (header) =>
  Object.fromEntries(header.split('; ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
const headerOf = (cookies) => cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
const quiet = { debug() {}, warn() {}, error() {} }

/** Each: how the backend sets its cookies, and what it reads of them; `undefined` where it takes them for nothing. */
const KINDS = {
  'auth-js': {
    cookieName: 'authjs.session-token',
    write: async (data, { secret = SECRET, cookieName = 'authjs.session-token', maxAge = 2_592_000 } = {}) => {
      const text = await encodeAuth({ token: data, secret, salt: cookieName, maxAge })
      return headerOf(new SessionStore({ name: cookieName, options: {} }, {}, quiet).chunk(text, {}))
    },
    read: async (cookie, { secret = SECRET, cookieName = 'authjs.session-token' } = {}) =>
      (await getToken({ req: { headers: { cookie } }, secret, cookieName, logger: quiet })) ?? undefined,
    own: ['iat', 'exp', 'jti'],
  },
  'next-auth': {
    cookieName: 'next-auth.session-token',
    write: async (data, { secret = SECRET, maxAge = 2_592_000, cookieName = 'next-auth.session-token' } = {}) => {
      const text = await nextAuth.encode({ token: data, secret, maxAge })
      return headerOf(new NextSessionStore({ name: cookieName, options: {} }, {}, quiet).chunk(text, {}))
    },
    read: async (cookie, { secret = SECRET, cookieName = 'next-auth.session-token' } = {}) =>
      (await nextAuth.getToken({ req: { cookies: cookiesIn(cookie), headers: {} }, secret, cookieName, logger: quiet })) ?? undefined,
    own: ['iat', 'exp', 'jti'],
  },
}
for (const strategy of ['compact', 'jwt', 'jwe']) {
  KINDS[`better-auth ${strategy}`] = {
    cookieName: 'better-auth.session_data',
    write: async ({ session, user }, { secret = SECRET, maxAge = 300 } = {}) => {
      const set = new Map()
      await setCookieCache(betterContext(strategy, secret, maxAge, set), { session, user })
      return headerOf([...set].map(([name, value]) => ({ name, value })))
    },
    read: async (cookie, { secret = SECRET } = {}) => {
      const headers = new Headers({ cookie })
      try {
        return (await getCookieCache(headers, { secret, strategy, isSecure: false })) ?? undefined
      } catch {
        return undefined
      }
    },
    own: strategy === 'jwe' ? ['iat', 'exp', 'jti'] : strategy === 'jwt' ? ['iat', 'exp'] : [],
    wrap: (data) => ({ session: SESSION, user: { ...USER, ...data } }),
  }
}
const JOSE = {
  HS256: [bytes(SECRET), true],
  HS384: [bytes(`${SECRET}${SECRET}`), true],
  HS512: [bytes(`${SECRET}${SECRET}`), true],
  A256GCM: [Buffer.alloc(32, 7), false],
  'A256CBC-HS512': [Buffer.from(Array.from({ length: 64 }, (_, at) => at)), false],
}
for (const [algorithm, [key, isSigned]] of Object.entries(JOSE)) {
  KINDS[`jwt ${algorithm}`] = {
    cookieName: 'session',
    key: Buffer.from(key).toString('base64url'),
    write: async (data, { maxAge = 3600 } = {}) => {
      const made = new (isSigned ? SignJWT : EncryptJWT)(data)
        .setProtectedHeader(isSigned ? { alg: algorithm, typ: 'JWT' } : { alg: 'dir', enc: algorithm })
        .setIssuedAt()
        .setExpirationTime(now + maxAge)
      return `session=${await (isSigned ? made.sign(key) : made.encrypt(key))}`
    },
    read: async (cookie) => {
      const text = cookie.slice('session='.length)
      try {
        const options = { algorithms: [algorithm], contentEncryptionAlgorithms: [algorithm], keyManagementAlgorithms: ['dir'] }
        return (await (isSigned ? jwtVerify : jwtDecrypt)(text, key, options)).payload
      } catch {
        return undefined
      }
    },
    own: ['iat', 'exp'],
  }
}

const SESSION = {
  id: 's1',
  userId: 'u1',
  token: 'AbCdEf',
  expiresAt: new Date((NOW + 604_800) * 1000),
  createdAt: new Date(NOW * 1000),
  updatedAt: new Date(NOW * 1000),
  ipAddress: '',
  userAgent: 'Ünï',
}
const USER = {
  id: 'u1',
  name: 'Zoë €',
  email: 'zoe@example.org',
  emailVerified: true,
  image: null,
  createdAt: new Date(NOW * 1000),
  updatedAt: new Date(NOW * 1000),
}

function betterContext(strategy, secret, maxAge, set) {
  const attributes = { maxAge, path: '/', httpOnly: true, sameSite: 'lax', secure: false }
  return {
    headers: new Headers(),
    setCookie: (name, value) => set.set(name, value),
    context: {
      options: { session: { cookieCache: { enabled: true, strategy, maxAge } } },
      authCookies: { sessionData: { name: 'better-auth.session_data', attributes } },
      secret,
      secretConfig: secret,
      sessionConfig: {},
      logger: quiet,
    },
  }
}

const vectors = []

async function add(kind, name, cookie, given = {}) {
  const { read, own, cookieName, key } = KINDS[kind]
  const payload = await read(cookie, given)
  const isTaken = payload !== undefined
  const data = isTaken ? Object.fromEntries(Object.entries(payload).filter(([name]) => !own.includes(name))) : undefined
  const { secret = SECRET } = given
  vectors.push({
    name,
    kind,
    secret: key === undefined ? secret : undefined,
    key,
    cookieName: given.cookieName ?? cookieName,
    now,
    cookie,
    accepted: isTaken,
    data: data && JSON.stringify(data),
  })
}

const textIn = (cookie) => cookie.slice(cookie.indexOf('=') + 1)
const small = { user: 'Zoë', n: 1 }
/** Beyond these, only the first kind: ciphertexts do not compress. */
const LARGE = 70

for (const [kind, { write, cookieName, wrap = (data) => data }] of Object.entries(KINDS)) {
  const isFirst = kind === 'auth-js'
  for (const [name, data] of sessions(2200)) {
    if (isFirst || JSON.stringify(data).length < LARGE) await add(kind, name, await write(wrap(data)))
  }
  const whole = await write(wrap(small))
  const text = textIn(whole)
  const put = (name, text, given) => add(kind, name, `${given?.cookieName ?? cookieName}=${text}`, given)
  for (const [at, other] of tampered(text, 24, 1).entries()) await put(`changed, ${at}`, other)
  for (let at = 1; at < 24; at++) await put(`cut to ${at}/24`, text.slice(0, Math.floor((text.length * at) / 24)))
  const parts = text.split('.')
  for (const [at] of parts.entries()) {
    if (parts.length === 1) continue
    await put(`without part ${at}`, parts.filter((_, other) => other !== at).join('.'))
    await put(`part ${at} empty`, parts.map((part, other) => (other === at ? '' : part)).join('.'))
  }
  await put('one part more', `${text}.x`)
  const [first] = parts
  for (const [name, header] of Object.entries({
    none: { alg: 'none' },
    None: { alg: 'None' },
    HS256: { alg: 'HS256' },
    HS512: { alg: 'HS512' },
    A256GCM: { alg: 'dir', enc: 'A256GCM' },
    A128GCM: { alg: 'dir', enc: 'A128GCM' },
  })) {
    const other = Buffer.from(JSON.stringify(header)).toString('base64url')
    if (other !== first) await put(`header of ${name}`, [other, ...parts.slice(1)].join('.'))
    await put(`header of ${name}, no signature`, `${other}.${Buffer.from('{"user":"eve"}').toString('base64url')}.`)
  }
  for (const after of [0, 1, 299, 300, 301, 314, 314.5, 315, 316, 600]) {
    const cookie = await write(wrap(small), { maxAge: 300 })
    now = NOW + after
    await add(kind, `after ${after} of 300 seconds`, cookie)
    now = NOW
  }
  if (kind.startsWith('jwt')) continue
  for (const [name, secret] of Object.entries(SECRETS)) {
    await add(kind, `secret: ${name}`, await write(wrap(small), { secret }), { secret })
  }
  await add(kind, 'another secret', await write(wrap(small), { secret: OTHER }))
  for (const size of [3000, 6000, 9000]) {
    if (!isFirst && size !== 3000) continue
    const cookie = await write(wrap({ value: 'x'.repeat(size) }))
    await add(kind, `${size} characters, in pieces`, cookie)
    const pieces = cookie.split('; ')
    if (pieces.length === 1) continue
    await add(kind, `${size} characters, turned round`, pieces.toReversed().join('; '))
    await add(kind, `${size} characters, without the first`, pieces.slice(1).join('; '))
    await add(kind, `${size} characters, without the last`, pieces.slice(0, -1).join('; '))
    await add(kind, `${size} characters, one twice`, [pieces[0], pieces[0], ...pieces.slice(2)].join('; '))
  }
}

// Several secrets: the first writes.
for (const [name, secret, reading] of [
  ['an old secret', [SECRET], [OTHER, SECRET]],
  ['a new secret', [OTHER, SECRET], [OTHER, SECRET]],
  ['before it is known', [OTHER, SECRET], [SECRET]],
  ['retired', [SECRET], [OTHER]],
]) {
  await add('auth-js', `rotation: ${name}`, await KINDS['auth-js'].write(small, { secret }), { secret: reading })
}
const secured = '__Secure-authjs.session-token'
const secureCookie = await KINDS['auth-js'].write(small, { cookieName: secured })
await add('auth-js', 'another name', secureCookie, { cookieName: secured })
await add('auth-js', 'moved to another name', secureCookie.replace('__Secure-', ''))

// Claims and headers that the backend itself does not write, under its key.
const keyOf = (salt, info, size) => new Uint8Array(hkdfSync('sha256', SECRET, salt, info, size))
const DERIVED = {
  'auth-js': ['A256CBC-HS512', keyOf('authjs.session-token', 'Auth.js Generated Encryption Key (authjs.session-token)', 64)],
  'next-auth': ['A256GCM', keyOf('', 'NextAuth.js Generated Encryption Key', 32)],
  'jwt A256GCM': ['A256GCM', JOSE.A256GCM[0]],
  'jwt HS256': ['HS256', JOSE.HS256[0]],
}
const made = async (kind, claims, more = {}, [enc, key] = DERIVED[kind]) => {
  const isSigned = enc.startsWith('HS')
  const header = isSigned ? { alg: enc, ...more } : { alg: 'dir', enc, ...more }
  const text = await (isSigned
    ? new SignJWT(claims).setProtectedHeader(header).sign(key, { crit: { x: true } })
    : new EncryptJWT(claims).setProtectedHeader(header).encrypt(key, { crit: { x: true } }))
  return `${KINDS[kind].cookieName}=${text}`
}
const CLAIMS = {
  'no times': {},
  'exp only': { exp: NOW + 60 },
  'iat only': { iat: NOW - 60 },
  'exp with a fraction': { iat: NOW, exp: NOW + 0.5 },
  'exp as text': { exp: String(NOW + 60) },
  'exp null': { exp: null },
  'iat as text': { iat: 'now' },
  'iat ahead': { iat: NOW + 59, exp: NOW + 600 },
  'nbf as text': { nbf: '0' },
  'nbf now': { nbf: NOW, iat: NOW },
  'jti of others': { jti: 7 },
  'jti as text': { jti: 'an id' },
  'all of the others': { iss: 'us', sub: 'ada', aud: ['a', 'b'], iat: NOW, nbf: NOW - 5, exp: NOW + 5, jti: 'x' },
}
for (const seconds of [1, 14, 15, 16, 3600]) {
  CLAIMS[`nbf in ${seconds}`] = { nbf: NOW + seconds, iat: NOW }
  CLAIMS[`exp ${seconds} ago`] = { exp: NOW - seconds, iat: NOW - 3600 }
}
for (const kind of Object.keys(DERIVED)) {
  for (const [name, claims] of Object.entries(CLAIMS)) await add(kind, name, await made(kind, { ...small, ...claims }))
  const whole = { ...small, iat: NOW, exp: NOW + 60 }
  await add(kind, 'a type', await made(kind, whole, { typ: 'JWT' }))
  await add(kind, 'a kid of nobody', await made(kind, whole, { kid: 'x' }))
  await add(kind, 'a kid that is no text', await made(kind, whole, { kid: 7 }))
  await add(kind, 'an extension', await made(kind, whole, { crit: ['x'], x: 1 }))
  await add(kind, 'another header', await made(kind, whole, { cty: 'x', '': [1] }))
}
for (const kind of ['auth-js', 'next-auth', 'jwt A256GCM']) {
  await add(kind, 'compressed', await made(kind, { ...small, iat: NOW, exp: NOW + 60 }, { zip: 'DEF' }))
}
const gcm = ['A256GCM', keyOf('authjs.session-token', 'Auth.js Generated Encryption Key (authjs.session-token)', 32)]
await add('auth-js', 'the other encryption', await made('auth-js', { ...small, iat: NOW, exp: NOW + 60 }, {}, gcm))
for (const alg of ['HS384', 'HS512']) {
  const text = await made('jwt HS256', small, {}, [alg, JOSE.HS512[0]])
  await add('jwt HS256', `signed by ${alg}`, text)
}
await add('jwt HS256', 'unsecured', `session=${new UnsecuredJWT(small).encode()}`)

// What better-auth signs with its secret besides.
const better = (kind, text) => `${KINDS[kind].cookieName}=${text}`
await add('better-auth jwt', 'a token of a mail', better('better-auth jwt', await signJWT({ email: 'eve@example.org' }, SECRET, 3600)))
const { write: betterWrite } = KINDS['better-auth compact']
for (const strategy of ['compact', 'jwt', 'jwe']) {
  const kind = `better-auth ${strategy}`
  const over = { session: { ...SESSION, expiresAt: new Date((NOW + 60) * 1000) }, user: USER }
  for (const after of [59, 60, 61]) {
    now = NOW
    const cookie = await KINDS[kind].write(over)
    now = NOW + after
    await add(kind, `a session that has ended, after ${after} of 60 seconds`, cookie)
  }
  now = NOW
  for (const other of ['compact', 'jwt', 'jwe']) {
    if (other !== strategy) await add(kind, `written as ${other}`, await KINDS[`better-auth ${other}`].write(over))
  }
}
const compact = (data, { expiresAt = (NOW + 60) * 1000, text = JSON.stringify(data) } = {}) => {
  const signed = JSON.stringify({ ...data, expiresAt })
  const signature = createHmac('sha256', SECRET).update(signed).digest('base64url')
  const whole = `{"session":${text},"expiresAt":${expiresAt},"signature":"${signature}"}`
  return better('better-auth compact', Buffer.from(whole).toString('base64url'))
}
const right = { session: SESSION, user: USER, updatedAt: NOW * 1000, version: '1' }
await add('better-auth compact', 'made by hand', compact(right))
await add('better-auth compact', 'no session', compact({ email: 'eve@example.org' }))
await add('better-auth compact', 'in another order', compact({ version: '1', user: USER, updatedAt: 1, session: SESSION }))
await add('better-auth compact', 'a later end', compact(right, { expiresAt: 9_999_999_999_999 }))

process.stdout.write(`${JSON.stringify({ vectors })}\n`)
