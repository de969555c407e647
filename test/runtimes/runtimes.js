/** The runtimes: where their programs are, how one starts them, and what is otherwise in them. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'

/**
 * Tests that a runtime cannot pass: each must fail there, or it is no exception any more.
 *
 * @typedef {{ tests: RegExp, reason: string }} Exception
 *
 * @typedef {object} Runtime
 * @property {string} name
 * @property {string} version
 * @property {string | undefined} program its path; `undefined` where it is not installed
 * @property {readonly string[]} args what stands before the file to run
 * @property {readonly Exception[]} exceptions
 */

/** Node warns of the weak secrets that the tests have by the hundred. */
const NODE_ARGS = ['--disable-warning=CartoucheWarning']

/** @type {readonly Exception[]} */
const OF_SOME = [
  {
    tests: /^test\/bindings\/node\.test\.ts > .* > HTTP\/2 says the host .* x@shop\.example/,
    reason: 'HTTP/2 refuses a user in :authority by itself.',
  },
]

/** @type {readonly Exception[]} */
const OF_NEWER = [
  ...OF_SOME,
  {
    tests: /^test\/bindings\/heads\.test\.ts > writeHeader\(\)/,
    reason: 'Responses have no writeHeader() any more.',
  },
]

/** @type {readonly Exception[]} */
const OF_BUN = [
  ...OF_NEWER,
  {
    tests: /^test\/crypto\/hash\.test\.ts > .* > sm3 and its other names/,
    reason: 'It has no SM3.',
  },
  {
    tests: /^test\/bindings\/heads\.test\.ts > a header without a name is refused where Node/,
    reason: 'It takes a header without a name.',
  },
  {
    tests: /^test\/bindings\/heads\.test\.ts > a property that is put over headersSent/,
    reason: 'Its writeHead() asks that property, and refuses.',
  },
  {
    tests: /^test\/bindings\/held\.test\.ts > .* > what Node refuses .* data that are none/,
    reason: 'It has sent the head when it refuses the data.',
  },
  {
    tests: /^test\/bindings\/held\.test\.ts > a response that becomes a message of AWS Lambda/,
    reason: 'Its responses take no socket but one of its own.',
  },
  {
    tests:
      /^test\/bindings\/(?:failing-streams\.test\.ts > a visitor who leaves Koa while|own-factories\.test\.ts > .* breaks the answer off)/,
    reason: 'A response that is destroyed later is an empty one of status 200.',
  },
  {
    tests: /^test\/bindings\/http2\.test\.ts > an answer that .* breaks off/,
    reason: 'Its client of HTTP/2 is not told of a stream that is reset.',
  },
  {
    tests:
      /^test\/bindings\/(?:compressed\.test\.ts > data of the compressor|after-the-answer\.test\.ts > a response of a status that cannot)/,
    reason:
      'Its end() calls writeHead(), so that the error handling answers where Node can only cut off.',
  },
]

/** @type {readonly Exception[]} */
const OF_DENO = [
  ...OF_NEWER,
  {
    tests: /^test\/bindings\/failing-streams\.test\.ts > Elysia > a stream that has not failed/,
    reason: 'Its responses take a stream of bytes only.',
  },
]

/** @type {readonly Exception[]} */
const OF_WORKERD = [
  {
    tests:
      /^test\/crypto\/hash\.test\.ts > .* > (?:(?:sha512_224|sha3_\d+|blake2[bs]|ripemd160|sm3) and its other names|sizes of signatures)|^test\/crypto\/mac\.test\.ts > .* > are chosen between|^test\/formats\/pyramid-signed\.test\.ts > .*(?:alg_(?:sha3_256|blake2b|ripemd160)_|a serializer that gives no Uint8Array)/,
    reason:
      'BoringSSL has no SHA-3, BLAKE2, RIPEMD-160, SM3 and SHA-512/224: to ask for one is an OptionError that says so.',
  },
  {
    tests: /^test\/session\/accepted\.test\.ts > .* of another realm/,
    reason: 'There are no realms: node:vm does nothing.',
  },
  {
    tests: /^test\/crypto\/xaes\.test\.ts > .* > 10,000 random messages/,
    reason: 'The messages are drawn by SHAKE, which BoringSSL does not have either.',
  },
]

/** @returns {readonly Runtime[]} */
export function runtimes() {
  const here = { name: 'node', version: process.versions.node, program: process.execPath }
  return [
    { ...here, args: NODE_ARGS, exceptions: [] },
    packaged('node-22', 'node-22', 'bin/node', NODE_ARGS, OF_SOME),
    packaged('node-24', 'node-24', 'bin/node', NODE_ARGS, OF_SOME),
    packaged('node-26', 'node-26', 'bin/node', NODE_ARGS, OF_NEWER),
    packaged('bun', '@oven/bun-linux-x64', 'bin/bun', [], OF_BUN),
    packaged('deno', '@deno/linux-x64-glibc', 'deno', ['run', '-A'], OF_DENO),
    packaged('workerd', '@cloudflare/workerd-linux-64', 'bin/workerd', ['serve'], OF_WORKERD),
  ]
}

const require = createRequire(import.meta.url)

/**
 * @param {string} name
 * @param {string} from the package that it comes in
 * @param {string} file where in the package it is
 * @param {readonly string[]} args
 * @param {readonly Exception[]} exceptions
 * @returns {Runtime}
 */
function packaged(name, from, file, args, exceptions = []) {
  try {
    const { version } = JSON.parse(readFileSync(require.resolve(`${from}/package.json`), 'utf8'))
    return { name, version, program: require.resolve(`${from}/${file}`), args, exceptions }
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'MODULE_NOT_FOUND') throw error
    return { name, version: '', program: undefined, args, exceptions }
  }
}
