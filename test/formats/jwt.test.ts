/** Session tokens of Auth.js, next-auth, better-auth and jose, as the real packages write and read them. */
import { createCipheriv, createHmac, hkdfSync } from 'node:crypto'
import { jwtDecrypt, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { newRecord } from '../../src/index.js'
import type { SessionFactory, SessionFormat } from '../../src/index.js'
import {
  authJsFormat,
  authJsSessionFactory,
  betterAuthFormat,
  betterAuthSessionFactory,
  jwtFormat,
  jwtSessionFactory,
  nextAuthFormat,
  nextAuthSessionFactory,
} from '../../src/languages/jwt.js'
import type { BetterAuthFormatOptions, JwtAlgorithm } from '../../src/languages/jwt.js'
import { findAuthPackages } from '../auth/installed.js'
import { readVectors } from '../support/vectors.js'
import { formatContract, recordOf, refusal } from './contract.js'
import { named } from './npm-vectors.js'
import type { NpmVector } from './npm-vectors.js'

interface BetterAuth {
  readonly getCookieCache: (headers: Headers, config: object) => Promise<object | null>
}

interface AuthJs {
  readonly decode: (params: { token: string; secret: string; salt: string }) => Promise<Claims>
}

type Claims = Readonly<Record<string, unknown>> | null

interface NextAuth {
  readonly decode: (params: { token: string; secret: string }) => Promise<object | null>
}

interface AuthPackages extends BetterAuth {
  readonly authJs: AuthJs
  readonly nextAuth: NextAuth
}

const found = findAuthPackages()
const packages = found === undefined ? undefined : ((await import(found)) as AuthPackages)

interface Vector extends NpmVector {
  /** `auth-js`, `next-auth`, `better-auth STRATEGY` or `jwt ALGORITHM`. */
  readonly kind: string
  readonly secret?: string | readonly string[]
  /** The key, in base64url, where the kind is `jwt`. */
  readonly key?: string
  readonly cookieName: string
  readonly now: number
  readonly cookie: string
  /** As JSON. */
  readonly data?: string
}

const vectors = readVectors<Vector>('languages/jwt')
const SECRET = 'a secret of the tests, of 32 letters or more'
const NOW = 1_700_000_000

/** What the packages take, and do not write. */
const NOT_WRITTEN = /^(?:compressed|the other encryption|a kid that is no text)$/

test('there are vectors', () => {
  const counts = new Map<string, number>()
  for (const { kind } of vectors) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  expect(counts.size).toBe(10)
  expect(counts.get('auth-js')).toBeGreaterThan(200)
  expect(vectors.length).toBeGreaterThan(1500)
  expect(vectors.filter(({ name }) => NOT_WRITTEN.test(name))).toHaveLength(8)
})

type Strategy = BetterAuthFormatOptions['strategy']

function factoryOf(
  { kind, secret = '', key = '', cookieName, now }: Vector,
  more: object = {},
): SessionFactory {
  const [name, what] = kind.split(' ') as [string, string | undefined]
  const secure = cookieName.startsWith('__Secure-')
  const options = { cookieName, secure, clock: () => now, ...more }
  if (name === 'auth-js') return authJsSessionFactory(secret, options)
  if (name === 'next-auth') return nextAuthSessionFactory(secret, options)
  if (name === 'better-auth') {
    return betterAuthSessionFactory(secret, { ...options, strategy: what as Strategy })
  }
  const algorithm = what as JwtAlgorithm
  return jwtSessionFactory(Buffer.from(key, 'base64url'), { ...options, algorithm })
}

/** Keys that better-auth leaves out when it reads. */
const withoutProto = (data: object, kind: string): object =>
  kind.startsWith('better-auth')
    ? (JSON.parse(JSON.stringify(data), (key, value: unknown) =>
        key === '__proto__' ? undefined : value,
      ) as object)
    : data

describe.each([...new Set(vectors.map(({ kind }) => kind))])('vectors of %s', (of) => {
  test.each(named(vectors.filter(({ kind }) => kind === of)))('%s', (_, vector) => {
    const { session } = factoryOf(vector).open(vector.cookie)
    const isTaken = vector.accepted && !NOT_WRITTEN.test(vector.name)
    const read = withoutProto(Object.fromEntries(session.entries()), of)
    expect([read, !session.new]).toEqual([isTaken ? JSON.parse(vector.data!) : {}, isTaken])
  })
})

describe('what is written', () => {
  const written = (kind: string): [string, Vector][] =>
    named(vectors.filter((vector) => vector.kind === kind && isPlain(vector)))
  const isPlain = ({ accepted, name, secret }: Vector): boolean =>
    accepted && typeof (secret ?? '') === 'string' && !NOT_WRITTEN.test(name)

  /** The text, of the data of a vector. */
  function textOf(format: SessionFormat, { data, cookieName }: Vector): string {
    const parsed = new Map(Object.entries(JSON.parse(data!) as object))
    parsed.delete('nbf')
    return format.write({ ...newRecord(Date.now() / 1000), data: parsed }, cookieName)
  }

  const without = (payload: object | null | undefined, ...names: string[]): object =>
    Object.fromEntries(Object.entries(payload ?? {}).filter(([name]) => !names.includes(name)))

  const expected = ({ data }: Vector): object => without(JSON.parse(data!) as object, 'nbf')

  // Where they are not installed, that was told.
  describe.runIf(packages !== undefined)('by the real packages', () => {
    test.each(written('auth-js'))('is read by Auth.js: %s', async (_, vector) => {
      const { secret, cookieName } = vector
      const token = textOf(authJsFormat(secret as string), vector)
      const payload = await packages!.authJs.decode({
        token,
        secret: secret as string,
        salt: cookieName,
      })
      expect(without(payload, 'iat', 'exp', 'jti')).toEqual(expected(vector))
      const lifetime = Number(payload!['exp']) - Number(payload!['iat'])
      const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
      expect([lifetime, payload!['jti']]).toEqual([2_592_000, expect.stringMatching(uuid)])
    })

    test.each(written('next-auth'))('is read by next-auth: %s', async (_, vector) => {
      const secret = vector.secret as string
      const token = textOf(nextAuthFormat(secret), vector)
      const payload = await packages!.nextAuth.decode({ token, secret })
      expect(without(payload, 'iat', 'exp', 'jti')).toEqual(expected(vector))
    })

    describe.each(['compact', 'jwt', 'jwe'] as const)('better-auth, %s', (strategy) => {
      test.each(written(`better-auth ${strategy}`))('is read: %s', async (_, vector) => {
        const { cookieName } = vector
        const secret = vector.secret as string
        // The session in it has ended meanwhile.
        const lasting = vector.data!.replace(/"expiresAt":"20\d\d/, '"expiresAt":"2099')
        const text = textOf(betterAuthFormat(secret, { strategy }), { ...vector, data: lasting })
        const headers = new Headers({ cookie: `${cookieName}=${text}` })
        const payload = await packages!.getCookieCache(headers, {
          secret,
          strategy,
          isSecure: false,
        })
        const read = JSON.parse(JSON.stringify(without(payload, 'iat', 'exp', 'jti'))) as object
        expect(read).toEqual(JSON.parse(lasting))
      })
    })
  })

  describe.each(['HS256', 'HS384', 'HS512', 'A256GCM', 'A256CBC-HS512'] as const)(
    'jose, %s',
    (algorithm) => {
      test.each(written(`jwt ${algorithm}`))('is read: %s', async (_, vector) => {
        const key = Buffer.from(vector.key!, 'base64url')
        const token = textOf(jwtFormat(key, { algorithm }), vector)
        const { payload } = algorithm.startsWith('HS')
          ? await jwtVerify(token, key, { algorithms: [algorithm] })
          : await jwtDecrypt(token, key, { contentEncryptionAlgorithms: [algorithm] })
        expect(without(payload, 'iat', 'exp')).toEqual(expected(vector))
      })
    },
  )
})

test('why one is refused', () => {
  const formats: Readonly<Record<string, (secret: string) => SessionFormat>> = {
    'auth-js': (secret) => authJsFormat(secret),
    'better-auth compact': (secret) => betterAuthFormat(secret),
    'better-auth jwt': (secret) => betterAuthFormat(secret, { strategy: 'jwt' }),
  }
  const codes = new Map<string, string>()
  for (const { kind, name, secret, cookie, cookieName } of vectors) {
    if (formats[kind] === undefined) continue
    const text = cookie.slice(cookieName.length + 1)
    const code = refusal(formats[kind](secret as string), text, cookieName)
    codes.set(`${kind}: ${name}`, code)
  }
  const names = {
    'auth-js: part 0 empty': 'BAD_TEXT',
    'auth-js: another secret': 'BAD_SIGNATURE',
    'auth-js: moved to another name': 'BAD_SIGNATURE',
    'auth-js: header of A256GCM': 'BAD_SIGNATURE',
    'auth-js: compressed': 'BAD_PAYLOAD',
    'auth-js: a kid of nobody': 'BAD_PAYLOAD',
    'auth-js: exp as text': 'BAD_PAYLOAD',
    'better-auth jwt: header of none': 'BAD_SIGNATURE',
    'better-auth jwt: header of none, no signature': 'BAD_TEXT',
    'better-auth jwt: a token of a mail': 'BAD_PAYLOAD',
    'better-auth compact: no session': 'BAD_PAYLOAD',
    'better-auth compact: another secret': 'BAD_SIGNATURE',
  }
  for (const [name, code] of Object.entries(names))
    expect([name, codes.get(name)]).toEqual([name, code])
})

describe('secrets', () => {
  const [one, two] = [SECRET, `${SECRET}, another`]

  test.each<[string, (secret: string | readonly string[]) => SessionFormat]>([
    ['Auth.js', (secret) => authJsFormat(secret)],
    ['next-auth', (secret) => nextAuthFormat(secret)],
    ['jose', (secret) => jwtFormat(secret, { algorithm: 'HS256' })],
  ])('of several the first writes, and all read: %s', (_, make) => {
    const both = make([two, one])
    const write = (format: SessionFormat): string => format.write(recordOf(), 's')
    for (const text of [write(make(one)), write(make(two)), write(both)]) {
      expect(refusal(both, text, 's')).toBe('read')
    }
    expect(refusal(make(two), write(both), 's')).toBe('read')
    expect(refusal(make(one), write(both), 's')).toBe('BAD_SIGNATURE')
  })

  test('Auth.js tells by which key', () => {
    const keys = [one, two].map((secret) => {
      const format = authJsFormat(secret)
      return format.read(format.write(recordOf(), 's'), 's').keyId
    })
    expect(keys).toEqual([
      expect.stringMatching(/^[\w-]{86}$/),
      expect.stringMatching(/^[\w-]{86}$/),
    ])
    expect(keys[0]).not.toBe(keys[1])
  })

  test('a key to encrypt by is as long as it must be', () => {
    const key = Buffer.alloc(32, 0xfb)
    const [bytes, text] = [key, key.toString('base64url')].map((secret) =>
      jwtFormat(secret, { algorithm: 'A256GCM' }),
    )
    expect(refusal(text!, bytes!.write(recordOf(), 's'), 's')).toBe('read')
    for (const secret of [key.subarray(1), Buffer.alloc(64), 'a password', key.toString('hex')]) {
      expect(() => jwtFormat(secret, { algorithm: 'A256GCM' })).toThrow(
        expect.objectContaining({ option: 'secret' }),
      )
    }
  })

  test.each<[string, () => unknown]>([
    ['secret', () => authJsFormat('')],
    ['secret', () => nextAuthFormat([])],
    ['secret', () => betterAuthFormat(7 as never)],
    ['maxAge', () => authJsFormat(one, { maxAge: 0 })],
    ['maxAge', () => nextAuthFormat(one, { maxAge: 1.5 })],
    ['maxAge', () => authJsSessionFactory(one, { maxAge: 3_600_000 })],
    ['strategy', () => betterAuthFormat(one, { strategy: 'none' as never })],
    ['algorithm', () => jwtFormat(one, { algorithm: 'none' as never })],
    ['algorithm', () => jwtFormat(one, {} as never)],
    ['algorithm', () => jwtFormat(one, { algorithm: undefined as never })],
    ['algorithm', () => jwtSessionFactory(one, { algorithm: 'RS256' as never })],
    ['clockTolerance', () => jwtFormat(one, { algorithm: 'HS256', clockTolerance: -1 })],
    ['absoluteTimeout', () => authJsSessionFactory(one, { absoluteTimeout: 60 })],
  ])('%s is refused where it is wrong', (option, make) => {
    expect(make).toThrow(expect.objectContaining({ option }))
  })
})

describe('data', () => {
  const write = (format: SessionFormat, data: object): string => format.write(recordOf(data), 's')

  test.each(['iat', 'exp', 'jti'])('%s is what Auth.js writes itself', (key) => {
    for (const format of [authJsFormat(SECRET), nextAuthFormat(SECRET)]) {
      expect(() => write(format, { [key]: 1 })).toThrow(
        expect.objectContaining({ code: 'BAD_VALUE', path: key }),
      )
      expect(write(format, { a: { [key]: 1 } })).toContain('..')
    }
  })

  test.each([['tomorrow'], [null], [[1]]])('nbf is a time, and not %j', (nbf) => {
    for (const format of [authJsFormat(SECRET), jwtFormat(SECRET, { algorithm: 'HS256' })]) {
      expect(() => write(format, { nbf })).toThrow(
        expect.objectContaining({ code: 'BAD_VALUE', path: 'nbf' }),
      )
    }
  })

  test('a jti of the application is data', () => {
    const format = jwtFormat(SECRET, { algorithm: 'HS256' })
    expect(format.read(write(format, { jti: 'x' }), 's').data?.get('jti')).toBe('x')
  })

  test.each<[string, object]>([
    ['session', { user: {}, updatedAt: 1 }],
    ['user', { session: {}, user: [], updatedAt: 1 }],
    ['updatedAt', { session: {}, user: {} }],
    ['version', { session: {}, user: {}, updatedAt: 1, version: 1 }],
  ])('what better-auth takes for no session: %s', (path, data) => {
    for (const strategy of ['compact', 'jwt', 'jwe'] as const) {
      const format = betterAuthFormat(SECRET, { strategy })
      expect(() => write(format, data)).toThrow(
        expect.objectContaining({ code: 'BAD_VALUE', path }),
      )
    }
  })

  test('what is too long to be read is not written', () => {
    const format = authJsFormat(SECRET)
    const wrong = expect.objectContaining({ code: 'LIMIT' })
    expect(() => write(format, { a: 'x'.repeat(50_000) })).toThrow(wrong)
    expect(refusal(format, write(format, { a: 'x'.repeat(48_000) }), 's')).toBe('read')
    const user = { session: {}, user: { a: 'x'.repeat(50_000) }, updatedAt: 1 }
    expect(() => write(betterAuthFormat(SECRET), user)).toThrow(wrong)
  })
})

describe('times', () => {
  test('writing better-auth anew makes it good for no longer', () => {
    for (const strategy of ['compact', 'jwt', 'jwe'] as const) {
      let now = NOW
      const factory = betterAuthSessionFactory(SECRET, { strategy, clock: () => now })
      const { session, commit } = factory.open()
      session.update({ session: {}, user: {}, updatedAt: 1 })
      let [line] = commit().map(([, value]) => value)
      now += 200
      const again = factory.open(line!.split(';')[0])
      again.session.set('version', '2')
      line = again.commit()[0]![1]
      const isNew = (after: number): boolean => {
        now = NOW + after
        return factory.open(line!.split(';')[0]).session.new
      }
      const tolerance = strategy === 'jwe' ? 15 : 0
      expect([isNew(299 + tolerance), isNew(301 + tolerance)]).toEqual([false, true])
    }
  })

  test('who uses a session of Auth.js keeps it', () => {
    let now = NOW
    const factory = authJsSessionFactory(SECRET, { maxAge: 3600, clock: () => now })
    const { session, commit } = factory.open()
    session.set('name', 'Ada')
    let [[, line]] = commit() as [[string, string]]
    expect(line).toContain('; Max-Age=3600;')
    for (let hour = 0; hour < 5; hour++) {
      now += 3000
      const { session, commit } = factory.open(line.split(';')[0])
      expect(session.get('name')).toBe('Ada')
      ;[[, line]] = commit() as [[string, string]]
    }
    now += 3616
    expect(factory.open(line.split(';')[0]).session.new).toBe(true)
  })

  test('until the browser is closed', () => {
    const { session, commit } = authJsSessionFactory(SECRET, { maxAge: null }).open()
    session.set('a', 1)
    expect(commit()[0]![1]).not.toMatch(/max-age|expires/i)
  })
})

describe('pieces', () => {
  const factory = authJsSessionFactory(SECRET, { secure: false, clock: () => NOW })
  const NAME = 'authjs.session-token'

  function cookieWith(size: number, cookie = ''): { names: string[]; cookie: string } {
    const { session, commit } = factory.open(cookie)
    session.set('a', 'x'.repeat(size))
    const lines = commit()
      .filter(([name]) => name === 'Set-Cookie')
      .map(([, line]) => line)
    const set = lines.filter((line) => !line.includes('Max-Age=0'))
    const names = lines.map((line) => line.split('=')[0]!.slice(NAME.length))
    const gone = lines.map((line) => (set.includes(line) ? '' : '-'))
    return {
      names: names.map((name, at) => name + gone[at]!),
      cookie: set.map((line) => line.split(';')[0]).join('; '),
    }
  }

  test('from one cookie to several and back, each takes the others away', () => {
    const one = cookieWith(100)
    expect(one.names).toEqual([''])
    const two = cookieWith(4000, one.cookie)
    expect(two.names).toEqual(['.0', '.1', '-'])
    const three = cookieWith(8000, two.cookie)
    expect(three.names).toEqual(['.0', '.1', '.2'])
    expect(factory.open(three.cookie).session.get('a')).toHaveLength(8000)
    expect(cookieWith(4000, three.cookie).names).toEqual(['.0', '.1', '.2-'])
    expect(cookieWith(1, three.cookie).names).toEqual(['', '.0-', '.1-', '.2-'])
  })

  const inPieces = vectors.filter(({ name }) => name.endsWith('in pieces'))
  test.each<[string, SessionFormat]>([
    ['auth-js', authJsFormat(SECRET)],
    ['next-auth', nextAuthFormat(SECRET)],
  ])('they are cut as those of %s', (of, { cookies }) => {
    const own = inPieces.filter(({ kind }) => kind === of)
    expect(own.length).toBeGreaterThan(0)
    for (const { cookie, cookieName } of own) {
      const parts = cookie.split('; ').map((pair) => pair.split('='))
      expect(parts.length).toBeGreaterThan(1)
      const text = parts.map(([, value]) => value).join('')
      expect(cookies!.split(text, cookieName)).toEqual(parts)
    }
  })

  test('of pieces that came twice, the first and the second are each tried', () => {
    const { cookie } = cookieWith(4000)
    const doubled = cookie.replaceAll(/(\.\d)=([^;]+)/g, `$1=bad; ${NAME}$1=$2`)
    expect(factory.open(doubled).session.get('a')).toHaveLength(4000)
    const other = cookie.replaceAll(/(\.\d)=([^;]+)/g, `$1=$2; ${NAME}$1=bad`)
    expect(factory.open(other).session.get('a')).toHaveLength(4000)
  })

  test('of a longer text, what is left behind the last piece is no part of it', () => {
    const { cookie } = cookieWith(4000)
    expect(factory.open(`${cookie}; ${NAME}.2=left`).session.get('a')).toHaveLength(4000)
    const doubled = cookie.replaceAll(/(\.\d)=([^;]+)/g, `$1=bad; ${NAME}$1=$2`)
    expect(factory.open(`${NAME}.2=left; ${doubled}`).session.get('a')).toHaveLength(4000)
  })

  test('one without the others is refused, and it is told why', () => {
    const pieces = cookieWith(8000).cookie.split('; ')
    for (const some of [pieces.slice(0, 2), pieces.slice(1), pieces.slice(1, 2)]) {
      const reasons: string[] = []
      const listening = authJsSessionFactory(SECRET, {
        secure: false,
        clock: () => NOW,
        onEvent: (event) => reasons.push(event.type === 'invalid' ? event.reason : event.type),
      })
      expect(listening.open(some.join('; ')).session.new).toBe(true)
      expect(reasons).toHaveLength(1)
    }
  })

  test('a session that ends takes all of them away', () => {
    const { session, commit } = factory.open(cookieWith(8000).cookie)
    session.invalidate()
    const gone = commit().filter(([, line]) => line.includes('Max-Age=0'))
    expect(gone.map(([, line]) => line.split('=')[0])).toEqual(
      ['', '.0', '.1', '.2'].map((end) => NAME + end),
    )
  })
})

const key = (name: string, size: number): Buffer =>
  Buffer.from(hkdfSync('sha256', name, '', 'a test', size))

for (const [name, make] of Object.entries<(name: string) => SessionFormat>({
  'auth-js': (name) => authJsFormat(`${name}, a secret that is long enough`),
  'next-auth': (name) => nextAuthFormat(`${name}, a secret that is long enough`),
  'jwt HS512': (name) => jwtFormat(key(name, 64), { algorithm: 'HS512' }),
  'jwt A256GCM': (name) => jwtFormat(key(name, 32), { algorithm: 'A256GCM' }),
  ...Object.fromEntries(
    (['compact', 'jwt', 'jwe'] as const).map((strategy) => [
      `better-auth ${strategy}`,
      (name: string) => asUser(betterAuthFormat(`${name}, a secret, long enough`, { strategy })),
    ]),
  ),
})) {
  formatContract(name, { make, isLenient: false, tick: 1 })
}

/** The data as better-auth's user, for sessions with anything in them. */
function asUser(format: SessionFormat): SessionFormat {
  const { cookies: _, ...rest } = format
  const wrapped = (data: ReadonlyMap<unknown, unknown>) =>
    new Map<unknown, unknown>([
      ['session', {}],
      ['user', Object.fromEntries(data)],
      ['updatedAt', 1],
    ])
  return {
    ...rest,
    read: (text, cookieName) => {
      const read = format.read(text, cookieName)
      return { ...read, data: new Map(Object.entries(read.data!.get('user') as object)) }
    },
    write: (record, cookieName) =>
      format.write({ ...record, data: wrapped(record.data) }, cookieName),
    dataText: (data) => format.dataText(wrapped(data)),
  }
}

describe('tokens with the right key that nobody makes', () => {
  const b64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url')
  const signed = (claims: string | Uint8Array, header = '{"alg":"HS256"}'): string => {
    const text = `${b64(header)}.${b64(claims)}`
    return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`
  }
  const GCM = Buffer.alloc(32, 3)
  const encrypted = (claims: string | Uint8Array, header = '{"alg":"dir","enc":"A256GCM"}') => {
    const cipher = createCipheriv('aes-256-gcm', GCM, Buffer.alloc(12)).setAAD(
      Buffer.from(b64(header)),
    )
    const ciphertext = Buffer.concat([cipher.update(claims), cipher.final()])
    const parts = [Buffer.alloc(12), ciphertext, cipher.getAuthTag()].map(b64)
    return [b64(header), '', ...parts].join('.')
  }
  const jws = jwtFormat(SECRET, { algorithm: 'HS256' })
  const jwe = jwtFormat(GCM, { algorithm: 'A256GCM' })

  test('they are read as the grammar says', () => {
    const { data, renewed, expires, notBefore } = jws.read(
      signed('{"a":1,"iat":5,"exp":7.5,"nbf":6}'),
      's',
    )
    expect([Object.fromEntries(data!), renewed, expires, notBefore]).toEqual([
      { a: 1, nbf: 6 },
      5,
      7.999,
      6,
    ])
    expect(Object.fromEntries(jwe.read(encrypted('{}'), 's').data!)).toEqual({})
  })

  test.each([
    ['none', '{"alg":"none"}'],
    ['another algorithm', '{"alg":"HS512"}'],
    ['in other letters', '{"alg":"hs256"}'],
    ['no algorithm', '{}'],
    ['a list', '["HS256"]'],
    ['text', '"HS256"'],
    ['nothing', ''],
    ['no JSON', '{'],
    ['an extension', '{"alg":"HS256","crit":["b64"],"b64":false}'],
    ['an extension that is none', '{"alg":"HS256","crit":[]}'],
    ['compression', '{"alg":"HS256","zip":"DEF"}'],
    ['a kid that is no text', '{"alg":"HS256","kid":1}'],
    ['one that is deep', `{"alg":"HS256","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('a header of %s', (_, header) => {
    const code = header === '' ? 'BAD_TEXT' : 'BAD_PAYLOAD'
    expect(refusal(jws, signed('{}', header))).toBe(code)
    expect(refusal(jwe, encrypted('{}', header))).toBe(code)
  })

  test.each<[string, string | Uint8Array]>([
    ['no object', '[1]'],
    ['null', 'null'],
    ['no JSON', '{"a"'],
    ['no UTF-8', Buffer.from('7b2261223a22ff227d', 'hex')],
    ['half a pair in UTF-8', Buffer.from('7b2261223a22eda0bd227d', 'hex')],
    ['a byte order mark', '\ufeff{}'],
    ['an endless number', '{"exp":1e999}'],
    ['a time as text', '{"exp":"1"}'],
    ['a time as null', '{"nbf":null}'],
    ['a time as a list', '{"iat":[1]}'],
  ])('claims of %s', (_, claims) => {
    expect(refusal(jws, signed(claims))).toBe('BAD_PAYLOAD')
    expect(refusal(jwe, encrypted(claims))).toBe('BAD_PAYLOAD')
  })

  test('bits that stand for nothing', () => {
    const text = signed('{"a":12}')
    const [, , signature] = text.split('.')
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const at = last.indexOf(signature!.at(-1)!)
    expect(refusal(jws, text.slice(0, -1) + last[at ^ 1]!)).toBe('BAD_SIGNATURE')
    expect(refusal(jws, `${text}=`)).toBe('BAD_TEXT')
    expect(refusal(jws, text.replace('.', '..'))).toBe('BAD_TEXT')
  })

  test('a short tag is none', () => {
    const parts = encrypted('{}').split('.')
    const tag = Buffer.from(parts[4]!, 'base64url')
    for (const size of [4, 8, 12, 15]) {
      parts[4] = tag.subarray(0, size).toString('base64url')
      expect(refusal(jwe, parts.join('.'))).toBe('BAD_TEXT')
    }
  })
})
