/** JSON Web Tokens of anybody. */
import { jwtFormat, jwtTokens } from '../../formats/jwt.js'
import type { JwtAlgorithm } from '../../formats/jwt.js'
import { isSignature } from '../../formats/shared-jose.js'
import { plainWays, wayOf } from './row.js'
import type { FormatRow } from './row.js'
import {
  TOKEN,
  bareToken,
  claimsIn,
  claimsLayer,
  headerOf,
  isBetterAuth,
  isEncrypted,
  isSigned,
  joined,
  sizeOfKid,
  tokenLayers,
} from './shared-jose.js'

const ENCRYPTIONS = ['A256GCM', 'A256CBC-HS512']

/** As the header tells; a token that says something else is read by nobody. */
function algorithmOf(text: string): JwtAlgorithm | undefined {
  const { alg, enc } = headerOf(text)
  if (isSigned(text)) return isSignature(alg as string) ? (alg as JwtAlgorithm) : undefined
  return alg === 'dir' && ENCRYPTIONS.includes(enc as string) ? (enc as JwtAlgorithm) : undefined
}

export const jwt: FormatRow = {
  ...TOKEN,
  id: 'jwt',
  title: 'JSON Web Token',
  protection: 'signed',
  names: ['session', 'token', 'jwt'],
  bindsName: false,
  join: joined,
  shape: (text) => {
    if (isSigned(text)) return isBetterAuth(claimsIn(text)) ? 'possible' : 'sure'
    if (!isEncrypted(text)) return 'no'
    return sizeOfKid(text) === 0 ? 'likely' : 'possible'
  },
  ways: (secret, text, given) =>
    plainWays(secret, function* (plain) {
      const algorithm = algorithmOf(text)
      if (algorithm === undefined) return
      const options = { algorithm, ...given }
      yield wayOf(jwtFormat(plain, options), { algorithm }, (one) =>
        isSignature(algorithm) ? [] : [claimsLayer(jwtTokens(plain, algorithm).read(one).json)],
      )
    }),
  bare: (text) => (isSigned(text) ? bareToken(text, { algorithm: 'HS512' }) : {}),
  layers: tokenLayers,
}
