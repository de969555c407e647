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
const OF_BUN = [
  {
    tests: /^test\/crypto\/hash\.test\.ts > .* > sm3 and its other names/,
    reason: 'It has no SM3.',
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
    ...['node-22', 'node-24', 'node-26'].map((name) => packaged(name, name, 'bin/node', NODE_ARGS)),
    packaged('bun', '@oven/bun-linux-x64', 'bin/bun', [], OF_BUN),
    packaged('deno', '@deno/linux-x64-glibc', 'deno', ['run', '-A']),
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
