/** Pyramid's sessions for TypeScript: what most applications need. */
export {
  CartoucheError,
  CookieTooLargeError,
  DeserializeError,
  OptionError,
  PickleError,
} from './errors.js'
export type { DeserializeErrorCode, ErrorCode, PickleErrorCode } from './errors.js'
export { unencryptedCookieSessionFactoryConfig } from './factories/unencrypted-cookie.js'
export type { UnencryptedCookieSessionOptions } from './factories/unencrypted-cookie.js'
export { signedDeserialize, signedSerialize } from './formats/signed-hex.js'
export type {
  HmacModule,
  Protocol,
  Secret,
  SignedDeserializeOptions,
  SignedSerializeOptions,
} from './formats/signed-hex.js'
export type { HeaderLine, OpenSession, RequestOutcome, SessionFactory } from './session/factory.js'
export { MAX_COOKIE_VALUE } from './session/commit.js'
export type { Session, SessionData } from './session/session.js'
