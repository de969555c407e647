/** The inspector of the package: files that need no server, and speak with none. */
import { fileURLToPath } from 'node:url'
import express from 'express'

const FOLDER = fileURLToPath(new URL('../../dist/inspector/', import.meta.url))

/** Its own script and style, and nothing else: what the page says itself, and what only a header can say. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function inspectorRoutes(): express.Router {
  const router = express.Router()
  router.use((_req, res, next) => {
    res.set('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    next()
  })
  router.use(express.static(FOLDER))
  return router
}

/** Where the inspector shows a cookie. What is behind the `#` is not sent. */
export const inspectorLink = (name: string, text: string): string =>
  `/inspector/#cookie=${encodeURIComponent(`${name}=${text}`)}`
