// @ts-nocheck -- the packages' types bring those of browsers with them
/** The real packages, as tests, the application beside ours and the generator of the vectors need them. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

export * as authJs from '@auth/core/jwt'
export { getCookieCache, setCookieCache } from 'better-auth/cookies'
export { signJWT } from 'better-auth/crypto'
export { SessionStore as AuthJsSessionStore } from './node_modules/@auth/core/lib/utils/cookie.js'

export const nextAuth = require('next-auth/jwt')
export const {
  SessionStore: NextAuthSessionStore,
} = require('./node_modules/next-auth/core/lib/cookie.js')

/** The whole of better-auth, which takes two seconds to load: only who asks waits. */
export async function loadBetterAuth() {
  const names = ['better-auth', 'better-auth/adapters/memory', 'better-auth/node']
  return Object.assign({}, ...(await Promise.all(names.map((name) => import(name)))))
}
