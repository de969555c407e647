/** Pyramid's sessions for TypeScript: what most applications need. */
export { checkFetchMetadata } from './csrf/check-fetch-metadata.js'
export type { CheckFetchMetadataOptions } from './csrf/check-fetch-metadata.js'
export { checkCsrfOrigin } from './csrf/check-origin.js'
export type { CheckCsrfOriginOptions } from './csrf/check-origin.js'
export { checkCsrfToken } from './csrf/check-token.js'
export type { CheckCsrfTokenOptions } from './csrf/check-token.js'
export { CookieCSRFStoragePolicy } from './csrf/cookie-policy.js'
export type { CookieCSRFStoragePolicyOptions } from './csrf/cookie-policy.js'
export { LegacySessionCSRFStoragePolicy } from './csrf/legacy-session-policy.js'
export type { CSRFStoragePolicy } from './csrf/policy.js'
export type { CsrfOptions } from './csrf/protection.js'
export type { CsrfRequest, CsrfSession } from './csrf/request.js'
export { SessionCSRFStoragePolicy } from './csrf/session-policy.js'
export type { SessionCSRFStoragePolicyOptions } from './csrf/session-policy.js'
export {
  BadCsrfOrigin,
  BadCsrfToken,
  CartoucheError,
  CookieTooLargeError,
  CsrfBodyTimeout,
  DeserializeError,
  OptionError,
  PickleError,
  SessionCommittedError,
  SessionTooLargeError,
  StoreUnavailable,
} from './errors.js'
export type {
  BadCsrfOriginReason,
  BadCsrfTokenReason,
  DeserializeErrorCode,
  ErrorCode,
  PickleErrorCode,
  PickleErrorDetails,
} from './errors.js'
export { cookieSessionFactory } from './factories/cookie-session.js'
export type { CookieSessionOptions } from './factories/cookie-session.js'
export { sealedCookieSessionFactory } from './factories/sealed-cookie.js'
export type { SealedCookieSessionOptions } from './factories/sealed-cookie.js'
export { sealedFormat } from './formats/sealed.js'
export type { SealedFormatOptions } from './formats/sealed.js'
export { signedFormat } from './formats/signed.js'
export { LIVES } from './session/life.js'
export { MemoryRevocationList } from './session/memory-revocations.js'
export type { Migrate, StandardSchema } from './session/schema.js'
export { baseCookieSessionFactory } from './factories/base-cookie.js'
export type { BaseCookieSessionOptions } from './factories/base-cookie.js'
export { storedSessionFactory } from './factories/stored.js'
export type { AcceptExpressSession } from './factories/shared-express-session.js'
export type { StoredSessionFactory, StoredSessionOptions } from './factories/stored.js'
export type { SessionOfSubject } from './stored/devices.js'
export type { SessionConflict } from './stored/settings.js'
export type { OpenStoredSession } from './stored/stored-session.js'
export type {
  Awaitable,
  NewStored,
  SessionStore,
  StoredChanges,
  StoredFields,
  Updated,
} from './stores/shared-store.js'
export { signedCookieSessionFactory } from './factories/signed-cookie.js'
export type { SignedCookieSessionOptions } from './factories/signed-cookie.js'
export { unencryptedCookieSessionFactoryConfig } from './factories/unencrypted-cookie.js'
export type { UnencryptedCookieSessionOptions } from './factories/unencrypted-cookie.js'
export { signedDeserialize, signedSerialize } from './formats/pyramid-hex.js'
export type {
  HmacModule,
  SignedDeserializeOptions,
  SignedSerializeOptions,
} from './formats/pyramid-hex.js'
export { SignedSerializer } from './formats/pyramid-signed.js'
export type { SignedSerializerOptions } from './formats/pyramid-signed.js'
export { pyramidHexFormat } from './formats/pyramid-hex.js'
export type { PyramidHexFormatOptions } from './formats/pyramid-hex.js'
export { pyramidSignedFormat } from './formats/pyramid-signed.js'
export type { PyramidSignedFormatOptions } from './formats/pyramid-signed.js'
export type { CookiePart, SessionFormat, SeveralCookies } from './formats/shared-format.js'
export { Base64Serializer } from './serializers/base64.js'
export { JSONSerializer } from './serializers/json.js'
export { JSONSerializerWithPickleFallback, PickleSerializer } from './serializers/pickle.js'
export type { PickleReadOptions, PickleWriteOptions, Protocol } from './serializers/pickle.js'
export type { Serializer } from './serializers/shared.js'
export { generateKey } from './crypto/keys.js'
export type { Key, Keys } from './crypto/keys.js'
export type { Secret, Secrets } from './crypto/secret.js'
export type {
  BindableFactory,
  BoundSession,
  CookieSource,
  HeaderLine,
  OpenSession,
  RequestOutcome,
  SessionCookie,
  SessionCookieOptions,
  SessionFactory,
} from './session/factory.js'
export { MAX_COOKIE_VALUE } from './factories/shared-pyramid.js'
export type {
  GoneEvent,
  InvalidEvent,
  LegacyFormatEvent,
  ReissueEvent,
  RevokedEvent,
  SessionEvent,
  StoreErrorEvent,
} from './session/events.js'
export type { SessionLife } from './session/life.js'
export { newRecord } from './session/record.js'
export type { SessionRecord } from './session/record.js'
export type { Revocation, RevocationList, SessionIdentity } from './session/revocation.js'
export type { AcceptFormat } from './factories/shared-accepted.js'
export type { Session, SessionData, SessionView } from './session/session.js'
