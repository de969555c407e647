import { sealedCookieSessionFactory } from 'cartouche'
import { session } from 'cartouche/h3'

const key = process.env['SESSION_KEY']
if (!key) {
  console.error('Set SESSION_KEY to a key, made by: npx cartouche keygen')
  process.exit(1)
}

export default session(sealedCookieSessionFactory(key), { csrf: {} })
