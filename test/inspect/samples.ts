/** A cookie of each recording that its backend takes: what format it is of, and with what it was made. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { CookieText, FormatId, InspectSecret } from '../../src/inspect/index.js'
import { readVectors } from '../support/vectors.js'

export interface Sample {
  readonly source: string
  readonly name: string
  readonly format: FormatId
  readonly text: string
  /** That of the recording. */
  readonly cookieName: string | undefined
  readonly also?: readonly CookieText[]
  readonly secrets: readonly InspectSecret[]
  readonly options?: Readonly<Record<string, unknown>>
  /** Seconds since 1970. */
  readonly now: number
}

type Fields = Record<string, unknown>

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

const whole = (name: string): Fields =>
  JSON.parse(
    gunzipSync(readFileSync(new URL(`../vectors/${name}.json.gz`, import.meta.url))).toString(),
  ) as Fields

/** The cookies of a header line, by their names. */
function cookiesOf(header: string): CookieText[] {
  return header.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), text: pair.slice(at + 1) }
  })
}

/** Text as it is, and bytes that are marked as such. */
const bytesOf = (value: unknown): Uint8Array | string => {
  if (typeof value === 'string') return value
  const { hex: digits, text, v } = value as { hex?: string; text?: string; v?: string }
  return digits === undefined ? (text ?? v)! : hex(digits)
}

/** None of Python's is as good as an empty one. */
const saltOf = (salt: unknown): Uint8Array | string | null =>
  salt ? (bytesOf(salt) ?? null) : null

// ---- Pyramid

interface PyramidVector {
  readonly name: string
  readonly cookie?: string | null
  readonly secret: unknown
  readonly salt?: unknown
  readonly hashalg?: string
  readonly outcome?: string
  readonly error?: unknown
  readonly session_new?: boolean
  readonly finished_at?: number
  readonly factory?: string
  readonly serializer?: string | null
  readonly options?: Fields
  readonly key_hex?: string
}

const SCENARIOS = ['1.0-py27', '1.3-py311', '1.5-py27', '1.10.8-py311', '2.1-py311']

function pyramidScenarios(): Sample[] {
  return SCENARIOS.flatMap((version) => {
    const name = `pyramid/scenarios/${version}`
    return readVectors<PyramidVector>(name).flatMap((vector): Sample[] => {
      const { cookie, factory, secret, finished_at: now = 0 } = vector
      if (typeof cookie !== 'string' || (factory !== 'signed' && factory !== 'unencrypted'))
        return []
      const format = factory === 'signed' ? 'pyramid-signed' : 'pyramid-hex'
      const secrets = [bytesOf(secret)]
      return [
        {
          source: name,
          name: vector.name,
          format,
          text: cookie,
          cookieName: 'session',
          secrets,
          now,
        },
      ]
    })
  })
}

function pyramidTexts(): Sample[] {
  return readVectors<PyramidVector>('pyramid/accept').map(({ name, cookie, secret }) => ({
    source: 'pyramid/accept',
    name,
    format: 'pyramid-hex',
    text: cookie!,
    cookieName: undefined,
    secrets: [bytesOf(secret)],
    now: 0,
  }))
}

function pyramidSigned(): Sample[] {
  return readVectors<PyramidVector>('pyramid/signed').flatMap((vector): Sample[] => {
    const { name, cookie, secret, salt, hashalg, session_new: isNew, key_hex: key } = vector
    if (typeof cookie !== 'string' || isNew !== false || key === undefined) return []
    const options = { hashAlg: hashalg, salt: saltOf(salt) }
    const common = {
      source: 'pyramid/signed',
      name,
      format: 'pyramid-signed',
      text: cookie,
    } as const
    return [{ ...common, cookieName: 'session', secrets: [bytesOf(secret)], options, now: 2e9 }]
  })
}

const REDIS = [
  '0.9-py27',
  '1.0-py27',
  '1.0-py311',
  '1.2-py27',
  '1.2-py311',
  '1.4-py27',
  '1.4-py311',
  '1.5-py27',
  '1.5-py311',
  '1.7-py311',
  '1.8-py311',
]

function pyramidRedis(): Sample[] {
  return REDIS.flatMap((version) => {
    const name = `pyramid-redis/read/${version}`
    const { secret, vectors } = whole(name) as { secret: string; vectors: Fields[] }
    return vectors.map((vector): Sample => {
      const written = vector['written'] as { cookie: string; name: string; now: number }
      const [{ text }] = cookiesOf(written.cookie) as [CookieText]
      const { now } = written
      const common = {
        source: name,
        name: written.name,
        format: 'pyramid-redis',
        text,
        now,
      } as const
      return { ...common, cookieName: 'session', secrets: [secret] }
    })
  })
}

function pyramidBeaker(): Sample[] {
  const { secret, values } = whole('pyramid-beaker/beaker') as {
    secret: string
    values: { cookie: string; expression: string; now: number }[]
  }
  return values.map(({ cookie, expression, now }) => {
    const [{ name: cookieName, text }] = cookiesOf(cookie) as [CookieText]
    const common = { source: 'pyramid-beaker', name: expression, format: 'pyramid-beaker' } as const
    return { ...common, text, cookieName, secrets: [secret], now }
  })
}

// ---- the others

interface Vector extends Fields {
  readonly name: string
  readonly kind?: string
  readonly cookie: string
  readonly accepted: boolean
  readonly cookieName?: string
  readonly settings?: Fields
  readonly now?: number
}

type Made = Pick<Sample, 'format' | 'secrets'> & Partial<Sample>

function samplesOf(
  name: string,
  field: string,
  made: (vector: Vector) => Made | undefined,
): Sample[] {
  return readVectors<Vector>(name, field).flatMap((vector): Sample[] => {
    const one = vector.accepted ? made(vector) : undefined
    if (one === undefined) return []
    const { now = 0, cookie: text, cookieName } = vector
    return [{ source: name, name: vector.name, text, cookieName, now, ...one }]
  })
}

/** A vector whose cookie is a whole header. */
function fromHeader({ cookie, cookieName }: Vector): Pick<Sample, 'text' | 'also' | 'cookieName'> {
  const also = cookiesOf(cookie)
  const text = also.find(({ name }) => name === cookieName)?.text ?? ''
  return { text, also, cookieName }
}

const python = (format: FormatId, files: readonly string[]): Sample[] =>
  files.flatMap((file) =>
    samplesOf(`languages/${file}`, 'vectors', ({ keys, options }) => {
      const { salt, ...rest } = (options ?? {}) as Fields
      return {
        format,
        cookieName: 'session',
        secrets: (keys as unknown[]).map(bytesOf),
        options: salt === undefined ? rest : { ...rest, salt: bytesOf(salt) },
      }
    }),
  )

const MESSAGES_KEY =
  'the SECRET_KEY of these vectors, wéll beyond the fifty characters of a new project'

const django = (): Sample[] =>
  ['django', 'django-5.2'].flatMap((file) => [
    ...samplesOf(`languages/${file}`, 'vectors', ({ secretKeys }) => ({
      format: 'django',
      cookieName: 'sessionid',
      secrets: (secretKeys as unknown[]).map(bytesOf),
    })),
    ...samplesOf(`languages/${file}`, 'cookies', () => ({
      format: 'django-messages',
      cookieName: 'messages',
      secrets: [MESSAGES_KEY],
      now: 1_700_000_000,
    })),
  ])

const gorilla = (): Sample[] =>
  samplesOf('languages/gorilla', 'vectors', ({ keyPairs, values, serializer }) => ({
    format: 'gorilla',
    secrets: [(keyPairs as (string | null)[]).map((key) => (key === null ? null : hex(key)))],
    options: { values, serializer },
  }))

const iron = (): Sample[] =>
  samplesOf('languages/iron', 'vectors', ({ password, text, ttl, passwords }) => ({
    format: 'iron',
    text: text as string,
    cookieName: 'session',
    secrets: [(password ?? passwords) as string],
    options: ttl === undefined ? {} : { ttl },
  }))

const jwt = (): Sample[] =>
  samplesOf('languages/jwt', 'vectors', (vector) => {
    const { kind = '', secret, secrets: several, key } = vector
    const format = kind.split(' ')[0] as FormatId
    const secrets =
      key === undefined
        ? ([several ?? secret].flat() as string[])
        : [new Uint8Array(Buffer.from(key as string, 'base64url'))]
    return { format, secrets, ...fromHeader(vector) }
  })

const laravel = (): Sample[] =>
  samplesOf('languages/laravel', 'sessions', (vector) => {
    const { appKey, previous, cipher, serialize, encrypt, cookies } = vector
    const also = Object.entries(cookies as Record<string, string>).map(([name, text]) => ({
      name,
      text,
    }))
    const text = also.find(({ name }) => name === 'laravel_session')?.text ?? ''
    const options = { cipher, serialize, encrypt }
    const secrets = [appKey as string, ...(previous as string[])]
    return { format: 'laravel', text, also, cookieName: 'laravel_session', secrets, options }
  })

const nacl = (): Sample[] =>
  samplesOf('languages/nacl', 'vectors', ({ secrets }) => ({
    format: 'nacl',
    cookieName: 'session',
    secrets: (secrets as string[]).map(hex),
  }))

const nodeCookies = (): Sample[] =>
  samplesOf('languages/cookie-session', 'vectors', (vector) => {
    const { kind, keys } = vector
    return { format: kind as FormatId, secrets: keys as string[], ...fromHeader(vector) }
  })

const secureSession = (): Sample[] =>
  samplesOf('languages/secure-session', 'vectors', ({ text, key }) => ({
    format: 'secure-session',
    text: text as string,
    cookieName: 'session',
    secrets: [key as string].flat(),
  }))

function rack(): Sample[] {
  const files = ['rack', 'rack-session-2.1.1', 'rack-session-2.1.2', 'rack-session-7acef42']
  return files.flatMap((file) => {
    const name = `languages/${file}`
    const { secret } = whole(name) as { secret: string }
    return samplesOf(name, 'vectors', ({ settings = {} }) => {
      const { secret: own, secrets, name: cookieName = 'rack.session', ...options } = settings
      return {
        format: file === 'rack' ? 'rack' : 'rack-encrypted',
        cookieName: cookieName as string,
        secrets: [(secrets ?? own ?? secret) as string].flat(),
        options,
      }
    })
  })
}

function rails(): Sample[] {
  return ['rails-6.1', 'rails-7.2'].flatMap((file) => {
    const name = `languages/${file}`
    const { defaults } = whole(name) as { defaults: Fields }
    return samplesOf(name, 'vectors', ({ settings }) => {
      const {
        jar,
        secretKeyBase,
        cookieName,
        cookiesRotations,
        keyGeneratorHashDigestClass: _,
        signedCookieDigest: _digest,
        ...options
      } = {
        ...defaults,
        ...settings,
      }
      const older = (cookiesRotations as { secretKeyBase?: string }[]).map(
        (one) => one.secretKeyBase,
      )
      const secrets = [secretKeyBase as string, ...older.filter((one) => one !== undefined)]
      const format = jar === 'signed' ? 'rails-signed' : 'rails'
      return {
        format,
        cookieName: cookieName as string,
        secrets,
        options: { ...options, cookiesSerializer: 'hybrid' },
      }
    })
  })
}

/** Backends take these, and no backend writes them. */
const UNWRITTEN =
  /^(?:lenient|odd|genuine|signed: |padding, |version \d|without the version|spaces|standard alphabet|a full stop|a padding|in quotes|three parts|urlsafe|not escaped|escapes in|[A-Z]+, malformed|signed, malformed|compressed|the other encryption|a kid )/

/** All that a backend writes: some 8,000. */
export const readSamples = (): Sample[] => everything().filter(({ name }) => !UNWRITTEN.test(name))

function everything(): Sample[] {
  return [
    ...pyramidScenarios(),
    ...pyramidTexts(),
    ...pyramidSigned(),
    ...pyramidRedis(),
    ...pyramidBeaker(),
    ...python('flask', ['flask-2.2', 'flask-3.1']),
    ...python('starlette', ['starlette-0.26', 'starlette-1.7']),
    ...django(),
    ...gorilla(),
    ...iron(),
    ...jwt(),
    ...laravel(),
    ...nacl(),
    ...nodeCookies(),
    ...secureSession(),
    ...rack(),
    ...rails(),
  ]
}

/** Samples by what is told of them. */
export function grouped<K>(
  all: readonly Sample[],
  keyOf: (sample: Sample) => K,
): ReadonlyMap<K, readonly Sample[]> {
  const groups = new Map<K, Sample[]>()
  for (const sample of all) {
    const group = groups.get(keyOf(sample))
    if (group === undefined) groups.set(keyOf(sample), [sample])
    else group.push(sample)
  }
  return groups
}
