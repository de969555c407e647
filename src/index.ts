/** Pyramid's sessions for TypeScript: what most applications need. */
export {
  CartoucheError,
  CookieTooLargeError,
  DeserializeError,
  OptionError,
  PickleError,
} from './errors.js'
export type { DeserializeErrorCode, ErrorCode, PickleErrorCode } from './errors.js'
export { baseCookieSessionFactory } from './factories/base-cookie.js'
export type { BaseCookieSessionOptions } from './factories/base-cookie.js'
export { signedCookieSessionFactory } from './factories/signed-cookie.js'
export type { SignedCookieSessionOptions } from './factories/signed-cookie.js'
export { unencryptedCookieSessionFactoryConfig } from './factories/unencrypted-cookie.js'
export type { UnencryptedCookieSessionOptions } from './factories/unencrypted-cookie.js'
export { signedDeserialize, signedSerialize } from './formats/signed-hex.js'
export type {
  HmacModule,
  SignedDeserializeOptions,
  SignedSerializeOptions,
} from './formats/signed-hex.js'
export { SignedSerializer } from './formats/signed-urlsafe.js'
export type { SignedSerializerOptions } from './formats/signed-urlsafe.js'
export { Base64Serializer } from './serializers/base64.js'
export { JSONSerializer } from './serializers/json.js'
export { JSONSerializerWithPickleFallback, PickleSerializer } from './serializers/pickle.js'
export type { Protocol } from './serializers/pickle.js'
export type { Serializer } from './serializers/shared.js'
export type { Secret, Secrets } from './crypto/secret.js'
export type { HeaderLine, OpenSession, RequestOutcome, SessionFactory } from './session/factory.js'
export { MAX_COOKIE_VALUE } from './session/commit.js'
export type { Session, SessionData } from './session/session.js'
