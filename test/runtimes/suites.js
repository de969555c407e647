/**
 * The tests that run in every runtime, as paths below test/: the contract of bindings on `cartouche/fetch`, and of the
 * rest what calls the runtime's own functions or reads what others have written. They need no file, no process, no
 * socket and no realm; the recordings that they read are bundled.
 */
export const SUITES = [
  'bindings/fetch',
  'cookie/write',
  'crypto/aes-gcm',
  'crypto/hash',
  'crypto/hkdf',
  'crypto/length-prefixed',
  'crypto/mac',
  'crypto/random',
  'crypto/weak-key',
  'crypto/xaes',
  'csrf/mask',
  'csrf/policies',
  'csrf/token',
  'factories/modern-options',
  'formats/cookie-text',
  'formats/nested',
  'formats/pyramid-signed',
  'formats/python-float',
  'formats/recorded',
  'formats/sealed',
  'formats/signed',
  'lib/base64',
  'lib/float-repr',
  'pickle/vectors',
  'runtimes/core',
  'session/accepted',
  'session/life',
  'stores/node-sqlite',
  'testing/mint',
  'testing/read',
]
