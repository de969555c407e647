/**
 * The tests that run in every runtime, as paths below test/: the contract of bindings on `cartouche/fetch`, and of the
 * rest what calls the runtime's own functions or reads what others have written. They need no file, no process, no
 * socket and no realm; the recordings that they read are bundled.
 */
const OF_ALL = [
  'bindings/fetch',
  'cookie/write',
  'crypto/aes-cbc',
  'crypto/aes-cbc-hmac',
  'crypto/aes-ctr',
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
  'runtimes/languages',
  'session/accepted',
  'session/life',
  'stores/node-sqlite',
  'testing/mint',
  'testing/read',
]

/** Those of bindings on Node's servers, for runtimes that have these: a response of Bun's or Deno's is made otherwise. */
const OF_SERVERS = [
  'bindings/after-the-answer',
  'bindings/compressed',
  'bindings/csrf-sessions',
  'bindings/elysia',
  'bindings/express',
  'bindings/failing-streams',
  'bindings/fastify',
  'bindings/h3',
  'bindings/heads',
  'bindings/held',
  'bindings/hono',
  'bindings/http2',
  'bindings/koa',
  'bindings/left-early',
  'bindings/nested-errors',
  'bindings/node',
  'bindings/own-factories',
  'bindings/several',
  'bindings/store-down',
  'bindings/upgrades',
  'bindings/wrapped-heads',
]

/** By what runs them. */
export const SUITES = { worker: OF_ALL, process: [...OF_ALL, ...OF_SERVERS] }
