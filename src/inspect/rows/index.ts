/** All formats that a text can be of. Of guesses that are as good, the one that stands first here is made. */
import type { FormatId } from '../inspection.js'
import { authJs, nextAuth } from './auth-js.js'
import { betterAuth } from './better-auth.js'
import { cookieParser, expressSession } from './cookie-parser.js'
import { cookieSession } from './cookie-session.js'
import { django, djangoCsrf, djangoMessages } from './django.js'
import { gorilla } from './gorilla.js'
import { iron } from './iron.js'
import { flask, starlette } from './itsdangerous.js'
import { jwt } from './jwt.js'
import { laravel, laravelId } from './laravel.js'
import { sealed, signed, stored } from './ours.js'
import { pyramidHex, pyramidSigned } from './pyramid.js'
import { rackEncrypted } from './rack-encrypted.js'
import { rack } from './rack.js'
import { rails, railsSigned } from './rails.js'
import { pyramidBeaker, pyramidRedis } from './redis.js'
import type { FormatRow } from './row.js'
import { nacl, secureSession } from './sealed-boxes.js'

export const ROWS: readonly FormatRow[] = [
  sealed,
  signed,
  stored,
  pyramidRedis,
  pyramidBeaker,
  pyramidSigned,
  pyramidHex,
  flask,
  starlette,
  django,
  djangoMessages,
  rails,
  rack,
  railsSigned,
  rackEncrypted,
  laravel,
  gorilla,
  cookieSession,
  cookieParser,
  expressSession,
  iron,
  secureSession,
  authJs,
  nextAuth,
  betterAuth,
  jwt,
  nacl,
  laravelId,
  djangoCsrf,
]

export const rowOf = (id: FormatId): FormatRow | undefined => ROWS.find((row) => row.id === id)
