/** The kinds of session that the demo shows: each has a factory, a cookie and pages of its own. */
import {
  MemoryRevocationList,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from 'cartouche'
import type { BindableFactory, Session, SessionEvent, SessionFactory } from 'cartouche'
import type { SessionStore } from 'cartouche/stores/sqlite'
import { pyramidActions, sealedActions, unlistedActions } from './actions.js'
import type { Actions } from './actions.js'
import { codeOf } from './code.js'
import { inMemory } from './store.js'
import type { DemoStore } from './store.js'

export type KindName = 'sealed' | 'unlisted' | 'stored' | 'pyramid'

export interface Kind {
  readonly name: KindName
  /** Where its pages are; empty for those that come first. */
  readonly base: string
  readonly cookieName: string
  /** Whether browsers take the cookie over HTTPS only, and from localhost. */
  readonly isSecure: boolean
  readonly factory: BindableFactory
  /** The code that made the factory, and what it needs. */
  readonly code: readonly string[]
  /** Where its sessions are, unless it is in their cookies. */
  readonly place?: string
  readonly actions: Actions
  /** Who is signed in. Not an access. */
  readonly userOf: (session: Session) => string | undefined
}

export interface KindOptions {
  /** What Pyramid's cookies are signed with. */
  readonly secret: string
  /** What sealed cookies are sealed with. */
  readonly key: string
  /** Where stored sessions are; in memory unless something else is said. */
  readonly store?: DemoStore
  /** Whether the sealed cookies go over plain HTTP from any host. */
  readonly isInsecure: boolean
}

type OnEvent = (event: SessionEvent) => void
type Cookie = { readonly cookieName: string; readonly secure?: boolean }

/** Seconds without access after which a session of Pyramid's starts empty. */
export const PYRAMID_TIMEOUT = 1200

const PYRAMID_COOKIE = 'session'

/** All kinds, and the factory that makes sealed sessions of Pyramid's. */
export interface Kinds {
  readonly sealed: Kind
  readonly unlisted: Kind
  readonly stored: Kind
  readonly pyramid: Kind
  readonly moving: { readonly factory: SessionFactory; readonly code: string }
}

export function makeKinds(options: KindOptions, onEvent: OnEvent): Kinds {
  const { secret, key, isInsecure, store = inMemory() } = options
  const [cookie, other, third] = isInsecure ? insecureCookies : secureCookies
  const revocation = new MemoryRevocationList()
  const userOf = (session: Session): string | undefined => session.subject
  const shared = { isSecure: !isInsecure, userOf }
  return {
    sealed: {
      ...shared,
      name: 'sealed',
      base: '',
      cookieName: cookie.cookieName,
      factory: makeListed(key, revocation, onEvent, cookie),
      code: [codeOf(makeListed)],
      actions: sealedActions,
    },
    unlisted: {
      ...shared,
      name: 'unlisted',
      base: '/no-list',
      cookieName: other.cookieName,
      factory: makeUnlisted(key, onEvent, other),
      code: [codeOf(makeUnlisted)],
      actions: unlistedActions,
    },
    stored: {
      ...shared,
      name: 'stored',
      base: '/stored',
      cookieName: third.cookieName,
      factory: makeStored(store.store, key, onEvent, third),
      code: [store.code, codeOf(makeStored)],
      place: store.place,
      actions: sealedActions,
    },
    pyramid: pyramidKind(secret, onEvent),
    moving: {
      factory: makeMoving(key, secret, revocation, onEvent, cookie),
      code: codeOf(makeMoving),
    },
  }
}

const secureCookies: readonly [Cookie, Cookie, Cookie] = [
  { cookieName: '__Host-session' },
  { cookieName: '__Host-unlisted' },
  { cookieName: '__Host-stored' },
]
const insecureCookies: readonly [Cookie, Cookie, Cookie] = [
  { cookieName: 'sealed', secure: false },
  { cookieName: 'unlisted', secure: false },
  { cookieName: 'stored', secure: false },
]

function pyramidKind(secret: string, onEvent: OnEvent): Kind {
  return {
    name: 'pyramid',
    base: '/pyramid',
    cookieName: PYRAMID_COOKIE,
    isSecure: false,
    factory: makePyramid(secret, onEvent),
    code: [codeOf(makePyramid)],
    actions: pyramidActions,
    userOf: (session) => session.peek('user'),
  }
}

function makeListed(
  key: string,
  revocation: MemoryRevocationList,
  onEvent: OnEvent,
  cookie: Cookie,
): SessionFactory {
  return sealedCookieSessionFactory(key, {
    revocation, // knows who signed out
    onEvent,
    ...cookie,
  })
}

function makeUnlisted(key: string, onEvent: OnEvent, cookie: Cookie): SessionFactory {
  return sealedCookieSessionFactory(key, {
    onEvent,
    ...cookie,
  })
}

function makeStored(
  store: SessionStore,
  key: string,
  onEvent: OnEvent,
  cookie: Cookie,
): BindableFactory {
  return storedSessionFactory(store, key, {
    onEvent,
    ...cookie,
  })
}

function makePyramid(secret: string, onEvent: OnEvent): SessionFactory {
  return unencryptedCookieSessionFactoryConfig(secret, {
    cookieName: PYRAMID_COOKIE,
    timeout: PYRAMID_TIMEOUT,
    cookieHttpOnly: true,
    cookieSameSite: 'Lax',
    onEvent,
  })
}

function makeMoving(
  key: string,
  secret: string,
  revocation: MemoryRevocationList,
  onEvent: OnEvent,
  cookie: Cookie,
): SessionFactory {
  const format = pyramidHexFormat(secret)
  return sealedCookieSessionFactory(key, {
    acceptFormats: [{ format, cookieName: PYRAMID_COOKIE, until: '2099-12-31' }],
    revocation,
    onEvent,
    ...cookie,
  })
}
