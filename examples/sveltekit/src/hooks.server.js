import { building } from '$app/env'
import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { session, sessionErrors } from 'cartouche/sveltekit'

const key = building ? generateKey() : process.env.SESSION_KEY

export const handle = session(sealedCookieSessionFactory(key), { csrf: {} })
export const handleError = sessionErrors()
