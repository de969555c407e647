/** The session tokens of Auth.js, and of next-auth, as it was called before. */
import { authJsFormat, authJsTokens } from '../../formats/auth-js.js'
import { nextAuthFormat, nextAuthTokens } from '../../formats/next-auth.js'
import { plainWays, wayOf } from './row.js'
import type { FormatRow } from './row.js'
import {
  KID,
  TOKEN,
  claimsLayer,
  encryptedLayers,
  encryptedShape,
  headerOf,
  isEncrypted,
  joined,
  sizeOfKid,
} from './shared-jose.js'

export const authJs: FormatRow = {
  ...TOKEN,
  id: 'auth-js',
  title: "Auth.js's session token",
  protection: 'encrypted',
  names: ['authjs.session-token', '__Secure-authjs.session-token'],
  bindsName: true,
  join: joined,
  shape: encryptedShape('A256CBC-HS512', KID.sha512, 'possible'),
  ways: (secret, _, given) =>
    plainWays(secret, function* (plain) {
      yield wayOf(authJsFormat(plain, given), given, (text, cookieName) => [
        claimsLayer(authJsTokens(plain)(cookieName).read(text).json),
      ])
    }),
  layers: encryptedLayers,
}

export const nextAuth: FormatRow = {
  ...TOKEN,
  id: 'next-auth',
  title: "next-auth's session token",
  protection: 'encrypted',
  names: ['next-auth.session-token', '__Secure-next-auth.session-token'],
  bindsName: false,
  join: joined,
  shape: (text) => {
    if (!isEncrypted(text) || headerOf(text)['enc'] !== 'A256GCM') return 'no'
    return sizeOfKid(text) === 0 ? 'likely' : 'possible'
  },
  ways: (secret, _, given) =>
    plainWays(secret, function* (plain) {
      yield wayOf(nextAuthFormat(plain, given), given, (text) => [
        claimsLayer(nextAuthTokens(plain).read(text).json),
      ])
    }),
  layers: encryptedLayers,
}
