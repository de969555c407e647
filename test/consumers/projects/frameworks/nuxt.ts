import { generateKey, sealedCookieSessionFactory } from 'cartouche'
import { session } from 'cartouche/nuxt'

export default session(sealedCookieSessionFactory(generateKey()), { csrf: {} })
