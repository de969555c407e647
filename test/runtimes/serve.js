/** The package as it is installed, in the servers that runtimes have of their own. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { exercise } from '../examples/exercise.js'
import { freePort } from '../support/free-port.js'
import { serveWorker, serving } from './start.js'

/**
 * @typedef {import('./runtimes.js').Runtime} Runtime
 *
 * @typedef {import('./run-suites.js').Outcome} Outcome
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Milliseconds for an answer: much more than a slow machine needs. */
const LONGEST = 60_000
const EXAMPLE = ['server.js', 'serve.js']
const PROJECT = { type: 'module', dependencies: { cartouche: '*' } }

/** @typedef {(runtime: Runtime, folder: string) => Promise<unknown>} Test */

/**
 * What answers.js serves.
 *
 * @typedef {object} List
 * @property {string[]} ways
 * @property {string[]} kinds
 * @property {string[]} onlyUntouched kinds that are otherwise where headers are added: docs/frameworks/fetch.md
 */

/** @type {Readonly<Record<string, Readonly<Record<string, Test>>>>} */
const TESTS = {
  bun: {
    'its own server': exerciseExample,
    'answers of its own server': compareAnswers,
    'shared answers of its own server': shareAnswers,
    'WebSockets of its own server': openSockets,
    'WebSockets under a session': loseSessions,
  },
  deno: {
    'its own server': exerciseExample,
    'answers of its own server': compareAnswers,
    'shared answers of its own server': shareAnswers,
    'WebSockets under a session': loseSessions,
  },
  workerd: {
    'its own server': visitWorker,
    'a visitor who leaves, and comes back': leaveWorker,
    'answers of its own server': compareAnswers,
    'shared answers of its own server': shareAnswers,
  },
}

/**
 * @param {Runtime} runtime
 * @param {string} folder for what is made
 * @returns {Promise<Outcome>} of no test where the runtime has no such server
 */
export async function served(runtime, folder) {
  const tests = Object.entries(TESTS[runtime.name] ?? {})
  if (tests.length > 0) install(folder)
  const failures = []
  for (const [name, test] of tests) {
    try {
      await test(runtime, folder)
    } catch (error) {
      const { stack = '' } = /** @type {Error} */ (error)
      failures.push({ name, message: stack })
    }
  }
  return { passed: tests.length - failures.length, skipped: 0, failures }
}

/**
 * Makes a folder one in which the package is installed.
 *
 * @param {string} folder
 */
function install(folder) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(ROOT, join(folder, 'node_modules', 'cartouche'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(PROJECT))
}

/**
 * The example of fetch, as every example is exercised.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function exerciseExample({ program, args }, folder) {
  for (const file of EXAMPLE) cpSync(join(ROOT, 'examples/fetch', file), join(folder, file))
  const [PORT, SESSION_KEY] = [await portOfLocalhost(), randomBytes(32).toString('base64url')]
  const env = { HOST: 'localhost', PORT, SESSION_KEY }
  const { line, stop } = await serving(program, [...args, join(folder, 'server.js')], env)
  try {
    await exercise(line)
  } finally {
    await stop()
  }
}

/**
 * Serves answers of many kinds by many ways, with and without a session.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 * @param {(origin: string, list: List) => Promise<void>} examineAll
 */
async function withAnswers(runtime, folder, examineAll) {
  const { origin, stop } = await serveBundle(runtime, folder, 'answers.js')
  try {
    const list = await fetch(origin)
    await examineAll(origin, /** @type {List} */ (await list.json()))
  } finally {
    await stop()
  }
}

/**
 * With a session an answer says what it says without one.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function compareAnswers(runtime, folder) {
  await withAnswers(runtime, folder, async (origin, { ways, kinds, onlyUntouched }) => {
    const different = []
    for (const kind of kinds) {
      const plain = await answerTo(`${origin}/plain/${kind}`)
      const isOnly = onlyUntouched.includes(kind)
      for (const way of ways.filter((name) => !isOnly || name.endsWith('untouched'))) {
        const { cookies, answer } = await answerTo(`${origin}/${way}/${kind}`)
        const own = cookies.length - plain.cookies.length
        const isRight = answer === plain.answer && own === (way.endsWith('untouched') ? 0 : 1)
        if (!isRight) different.push(`${way}/${kind}: ${answer}, ${cookies.length} cookies`)
      }
    }
    assert.equal(different.join('\n'), '')
  })
}

/**
 * Where the application gives one response to two at once, before the first is sent, nobody gets the cookie of another.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function shareAnswers(runtime, folder) {
  await withAnswers(runtime, folder, async (origin, { ways }) => {
    const wrong = []
    for (const way of ways.filter((name) => !name.endsWith('untouched'))) {
      for (const other of ['plain', 'untouched', way]) {
        const text = `for-${way}-and-${other}`
        const first = answerTo(`${origin}/${way}/${text}?late`)
        await setTimeout(20)
        const second = await answerTo(`${origin}/${other}/${text}`)
        const { cookies } = await first
        const most = other === way ? 1 : 0
        const isOwn = !second.cookies.some((cookie) => cookies.includes(cookie))
        const isRight = cookies.length <= 1 && isOwn && second.cookies.length <= most
        if (!isRight) wrong.push(`${text}: ${cookies.length}, ${second.cookies.length} cookies`)
      }
    }
    assert.equal(wrong.join('\n'), '')
  })
}

const SAID = ['content-type', 'content-length', 'content-range', 'location']

/** @param {string} url */
async function answerTo(url) {
  const response = await fetch(url, { redirect: 'manual' })
  const { headers, status } = response
  const said = SAID.map((name) => headers.get(name))
  const answer = [status, ...said, await response.text()].join(' | ')
  return { answer, cookies: headers.getSetCookie() }
}

/**
 * Serves a file of this folder, bundled with what it imports.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 * @param {string} file
 */
async function serveBundle(runtime, folder, file) {
  const entry = join(folder, file)
  cpSync(fileURLToPath(new URL(file, import.meta.url)), entry)
  const outfile = join(folder, 'worker.mjs')
  const conditions = [runtime.name, 'module']
  const target = /** @type {const} */ ({ format: 'esm', platform: 'node' })
  await build({ entryPoints: [entry], outfile, bundle: true, ...target, conditions })
  if (runtime.name === 'workerd') return serveWorker(runtime, folder)
  const env = { PORT: await portOfLocalhost() }
  const { line, stop } = await serving(runtime.program, [...runtime.args, outfile], env)
  return { origin: line, stop }
}

/**
 * The application that the page on WebSockets shows for Bun.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function openSockets({ program, args }, folder) {
  const page = readFileSync(join(ROOT, 'docs/frameworks/websockets.md'), 'utf8')
  const [, code = ''] = /^```js\n(\/\/ sockets\.js\n.*?)^```$/ms.exec(page) ?? []
  const file = join(folder, 'sockets.js')
  writeFileSync(file, code)
  const [PORT, SESSION_KEY] = [await portOfLocalhost(), randomBytes(32).toString('base64url')]
  const { line, stop } = await serving(program, [...args, file], { PORT, SESSION_KEY })
  try {
    const { headers } = await fetch(line)
    const cookie = /** @type {string} */ (headers.getSetCookie()[0]?.split(';')[0])
    const socket = `${line}/socket`
    assert.equal(await statusOfSocket(socket, { cookie, origin: line }), 101)
    assert.equal(await statusOfSocket(socket, { cookie, origin: 'http://elsewhere' }), 401)
    assert.equal(await statusOfSocket(socket, { origin: line }), 401)
  } finally {
    await stop()
  }
}

/**
 * A cookie that cannot go out, or not be written, is no reason for another answer: the server would end.
 *
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function loseSessions(runtime, folder) {
  const { origin, stop } = await serveBundle(runtime, folder, 'upgrade.js')
  try {
    assert.equal(await statusOfSocket(`${origin}/socket`, {}), 101)
    assert.equal(await statusOfSocket(`${origin}/too-much`, {}), 101)
    const told = await fetch(origin)
    assert.deepEqual(await told.json(), ['NO_ANSWER', 'COOKIE_TOO_LARGE'])
  } finally {
    await stop()
  }
}

/**
 * @param {string} url
 * @param {Readonly<Record<string, string>>} headers
 */
async function statusOfSocket(url, headers) {
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
  const key = { 'sec-websocket-key': randomBytes(16).toString('base64') }
  const asked = request(url, {
    headers: { ...upgrade, ...key, ...headers },
    signal: AbortSignal.timeout(LONGEST),
  }).end()
  const [response] = await Promise.race([once(asked, 'upgrade'), once(asked, 'response')])
  asked.destroy()
  return response.statusCode
}

async function portOfLocalhost() {
  return String(await freePort({ host: 'localhost' }))
}

/**
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function visitWorker(runtime, folder) {
  const { origin, stop } = await serveBundle(runtime, folder, 'page.js')
  try {
    await visit(origin)
  } finally {
    await stop()
  }
}

/** @param {string} origin */
async function visit(origin) {
  const first = await fetch(origin)
  assert.equal(await first.text(), 'Visit 1')
  const cookie = /** @type {string} */ (first.headers.getSetCookie()[0]?.split(';')[0])
  const second = await fetch(origin, { headers: { cookie } })
  assert.equal(await second.text(), 'Visit 2')
  const refused = await fetch(origin, { method: 'POST', headers: { cookie } })
  assert.equal(refused.status, 400)
  assert.match(refused.headers.get('content-type') ?? '', /^text\/plain/)
  assert.equal(await refused.text(), '400 Bad Request\n')
}

/**
 * @param {Runtime} runtime
 * @param {string} folder
 */
async function leaveWorker(runtime, folder) {
  const { origin, stop } = await serveBundle(runtime, folder, 'left.js')
  try {
    const first = await fetch(origin)
    const cookie = /** @type {string} */ (first.headers.getSetCookie()[0]?.split(';')[0])
    const left = request(`${origin}/?milliseconds=2000`, { headers: { cookie } }).end()
    left.on('error', () => undefined)
    await setTimeout(300)
    left.socket?.resetAndDestroy()
    await setTimeout(100)
    const next = await fetch(origin, { headers: { cookie } })
    assert.deepEqual([next.status, await next.text()], [200, 'Visit 2'])
  } finally {
    await stop()
  }
}
