/** A cookie of each main format to try, made when it is asked for, by secrets that everybody may know. */
import { djangoFormat } from '../formats/django.js'
import { expressCookieSessionFormat } from '../formats/express-cookie-session.js'
import { flaskFormat } from '../formats/flask.js'
import { gorillaFormat } from '../formats/gorilla.js'
import { ironFormat } from '../formats/iron.js'
import { laravelFormat } from '../formats/laravel.js'
import { nextAuthFormat } from '../formats/next-auth.js'
import { pyramidHexFormat } from '../formats/pyramid-hex.js'
import { pyramidSignedFormat } from '../formats/pyramid-signed.js'
import { rackFormat } from '../formats/rack.js'
import { railsFormat } from '../formats/rails.js'
import { sealedFormat } from '../formats/sealed.js'
import { secureSessionFormat } from '../formats/secure-session.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { signedFormat } from '../formats/signed.js'
import { starletteFormat } from '../formats/starlette.js'
import { CSRF_KEY, flashKey } from '../lib/session-keys.js'
import { newRecord } from '../session/record.js'

interface Source {
  readonly title: string
  readonly cookieName: string
  readonly secret: string
  readonly format: (secret: string) => SessionFormat
}

const SECRET = 'a secret of these examples, which everybody may read: never use it yourself'
const KEY = 'dJwNl2hDg3mBvJqnYcXG9R5CVXbKkF0w4sL1ZtM7u8E'

const SOURCES: readonly Source[] = [
  { title: 'Sealed', cookieName: '__Host-session', secret: KEY, format: sealedFormat },
  { title: 'Signed', cookieName: '__Host-session', secret: KEY, format: signedFormat },
  {
    title: 'Pyramid',
    cookieName: 'session',
    secret: SECRET,
    format: (secret) => pyramidSignedFormat(secret),
  },
  {
    title: 'Pyramid, pickle',
    cookieName: 'session',
    secret: SECRET,
    format: (secret) => pyramidHexFormat(secret),
  },
  { title: 'Flask', cookieName: 'session', secret: SECRET, format: flaskFormat },
  { title: 'Starlette', cookieName: 'session', secret: SECRET, format: starletteFormat },
  { title: 'Django', cookieName: 'sessionid', secret: SECRET, format: djangoFormat },
  { title: 'Rails', cookieName: '_shop_session', secret: SECRET, format: railsFormat },
  { title: 'Rack', cookieName: 'rack.session', secret: SECRET, format: rackFormat },
  {
    title: 'Laravel',
    cookieName: 'laravel_session',
    secret: 'base64:dJwNl2hDg3mBvJqnYcXG9R5CVXbKkF0w4sL1ZtM7u8E=',
    format: laravelFormat,
  },
  { title: 'Express', cookieName: 'session', secret: SECRET, format: expressCookieSessionFormat },
  { title: 'iron-session', cookieName: 'iron', secret: SECRET, format: ironFormat },
  { title: 'Fastify', cookieName: 'session', secret: KEY, format: secureSessionFormat },
  { title: 'gorilla', cookieName: 'session', secret: SECRET, format: gorillaFormat },
  {
    title: 'Auth.js',
    cookieName: 'next-auth.session-token',
    secret: SECRET,
    format: nextAuthFormat,
  },
]

/** Of values that all backends have. */
const sessionData = (): Map<unknown, unknown> =>
  new Map<unknown, unknown>([
    ['user', 'ada'],
    ['visits', 7],
    [
      'cart',
      [
        { item: 'Papyrus', count: 2 },
        { item: 'Ink', count: 1 },
      ],
    ],
    ['newsletter', false],
    [CSRF_KEY, '3f1c9a0e5d7b42c8a6e4f0912b7d63c5a8e1f204'],
    [flashKey(''), ['Welcome, Ada.']],
  ])

/** What somebody would paste, and the secret. */
export interface Example {
  readonly title: string
  /** A `Cookie` header. */
  readonly header: string
  readonly secret: string
}

export const exampleTitles: readonly string[] = SOURCES.map(({ title }) => title)

/** @param now seconds since 1970 */
export function exampleOf(title: string, now: number): Example {
  const { cookieName, secret, format } = SOURCES.find((source) => source.title === title)!
  const made = format(secret)
  const created = Math.floor(now) - 300
  const record = {
    ...newRecord(created, made.carriesId ? 'dJwNl2hDg3mBvJqnYcXG9Q' : undefined),
    subject: made.carriesId ? 'ada' : undefined,
    accessed: Math.floor(now) - 40,
    data: sessionData(),
  }
  const text = made.write(record, cookieName)
  const cookies = made.cookies?.split(text, cookieName) ?? [[cookieName, text]]
  const header = cookies.map(([name, value]) => `${name}=${value}`).join('; ')
  return { title, header: `Cookie: ${header}`, secret }
}
