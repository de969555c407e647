/** What is flashed under a name is shown under it, in the next request as in this one, or refused in words. */
import { describe, expect, test } from 'vitest'
import {
  generateKey,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { AcceptFormat, Session } from '../../src/index.js'
import { djangoSessionFactory } from '../../src/languages/django.js'
import { flaskSessionFactory } from '../../src/languages/flask.js'
import { gorillaSessionFactory } from '../../src/languages/gorilla.js'
import { ironSessionFactory } from '../../src/languages/iron.js'
import { laravelSessionFactory } from '../../src/languages/laravel.js'
import { rackSessionFactory } from '../../src/languages/rack.js'
import { railsSessionFactory } from '../../src/languages/rails.js'
import { starletteSessionFactory } from '../../src/languages/starlette.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const KEY = generateKey()
const BYTES = Buffer.from(KEY, 'base64url')

interface Options {
  readonly acceptFormats: readonly AcceptFormat[]
}

interface Factory {
  open(cookies: string): {
    readonly session: Pick<Session, 'flash' | 'popFlash' | 'peekFlash'>
    commit(): readonly (readonly [string, string])[]
  }
}

const factories: Readonly<Record<string, Factory>> = {
  sealed: sealedCookieSessionFactory(KEY),
  rails: railsSessionFactory(SECRET),
  'rails, hybrid': railsSessionFactory(SECRET, { cookiesSerializer: 'hybrid' }),
  flask: flaskSessionFactory(SECRET),
  django: djangoSessionFactory(SECRET),
  'django, tags of its own': djangoSessionFactory(SECRET, {
    messageTags: { 40: 'danger', 15: 'notice' },
  }),
  laravel: laravelSessionFactory(BYTES),
  rack: rackSessionFactory(SECRET),
  starlette: starletteSessionFactory(SECRET),
  gorilla: gorillaSessionFactory([SECRET, null]),
  iron: ironSessionFactory(SECRET),
}

const NAMES = [
  '',
  'notice',
  'alert',
  'message',
  'info',
  'success',
  'warning',
  'error',
  'danger',
  'default',
  'status',
  'new',
  'old',
  '10',
  '15',
  '20',
  '25',
  '40',
  '60',
  'a b',
  'é',
  '_f_',
  '0',
  '-1',
  '007',
]

describe.each(Object.entries(factories))('%s', (_, factory) => {
  test.each(NAMES)('the queue %j', (queue) => {
    const first = factory.open('')
    first.session.flash('Saved.', queue)
    expect(first.session.peekFlash(queue)).toEqual(['Saved.'])
    let cookie: string
    try {
      cookie = first
        .commit()
        .map(([, line]) => line.split(';')[0]!)
        .join('; ')
    } catch (error) {
      expect(error).toMatchObject({ code: 'BAD_VALUE', path: expect.anything() as unknown })
      return
    }
    const next = factory.open(cookie)
    expect(next.session.peekFlash(queue)).toEqual(['Saved.'])
    expect(next.session.popFlash(queue)).toEqual(['Saved.'])
    expect(next.session.popFlash(queue)).toEqual([])
  })
})

test.each<[string, string, (options: Options) => Factory]>([
  ['rails', 'notice', (options) => railsSessionFactory(SECRET, options)],
  ['flask', 'message', (options) => flaskSessionFactory(SECRET, options)],
  ['django', 'info', (options) => djangoSessionFactory(SECRET, options)],
])('%s: what came in an older cookie under %j is shown at once', (_, queue, make) => {
  const old = 'the old secret of these tests, which is longer than twenty bytes'
  const before = unencryptedCookieSessionFactoryConfig(old, { cookieName: 'old' }).open()
  before.session.flash('first', '')
  before.session.flash('second', queue)
  before.session.set('n', 1.5)
  const cookie = before.commit()[0]![1].split(';')[0]!
  const until = '2040-01-01'
  const factory = make({
    acceptFormats: [{ format: pyramidHexFormat(old), cookieName: 'old', until }],
  })
  const { session } = factory.open(cookie)
  expect(session.peekFlash(queue)).toEqual(['first', 'second'])
  expect(session.peekFlash()).toEqual(['first', 'second'])
})
