import { sealedCookieSessionFactory } from 'cartouche'
import { session } from 'cartouche/astro'

export const onRequest = session(sealedCookieSessionFactory(process.env.SESSION_KEY), { csrf: {} })
