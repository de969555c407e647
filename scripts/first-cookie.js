// Follows the pages of the documentation as a new user does, in an empty folder each, and notes how long it takes to the
// first cookie: `npm run docs:first-cookie [NAME…]`. Writes docs/first-cookie.md.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, posix } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runQuietly } from './beside.js'
import { freePort } from '../test/support/free-port.js'
import { launch } from './example-process.js'
import { pack } from './pack.js'
import { applicationsIn, packagesIn, programsIn } from './page-steps.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const RESULTS = join(ROOT, 'docs/first-cookie.md')
const GUIDES = pagesIn('docs/guides')
const PAGES = ['README.md', ...pagesIn('docs/frameworks'), ...GUIDES]

/** Milliseconds: five minutes are promised. */
const LONGEST = 300_000
const BETWEEN_TRIALS = 100
/** For pages that say that they need another Node than this one. */
const NEWER_NODE = 'node@22'

await main(process.argv.slice(2))

async function main(asked) {
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-first-cookie-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const stop of ['SIGINT', 'SIGTERM']) process.once(stop, () => process.exit(1))
  const tarball = await pack(folder)
  for (const page of PAGES.filter((path) => asked.length === 0 || asked.includes(nameOf(path)))) {
    const text = readFileSync(join(ROOT, page), 'utf8')
    for (const [at, application] of applicationsIn(text).entries()) {
      const cwd = join(folder, `${nameOf(page)}-${at}`)
      await note(page, text, application, { cwd, tarball, tools: join(folder, 'tools') })
      rmSync(cwd, { recursive: true, force: true })
    }
  }
  if (asked.length === 0 || asked.includes('guides')) await tryGuides(folder, tarball)
}

/** What guides show beside applications: programs that end, which a newer Node runs as they stand. */
async function tryGuides(folder, tarball) {
  const env = await environment(`needs Node ${NEWER_NODE.split('@')[1]}`, join(folder, 'tools'))
  const here = { cwd: join(folder, 'guides'), env }
  const programs = ['README.md', ...GUIDES].flatMap((page) =>
    programsIn(readFileSync(join(ROOT, page), 'utf8')).map((code) => ({ page, code })),
  )
  mkdirSync(here.cwd)
  await shell('npm init -y', here)
  await shell(`npm install ${[tarball, ...packagesIn(programs)].join(' ')}`, here)
  for (const [at, { page, code }] of programs.entries()) {
    writeFileSync(join(here.cwd, `${at}.mts`), code)
    const isRun = shell(`node ${at}.mts`, here)
    await isRun.catch((error) => fail(`${page}, program ${at}`, error))
  }
  console.log(`tried ${programs.length} programs of guides`)
}

function fail(what, { message }) {
  console.error(`failed ${what}: ${message}`)
  process.exitCode = 1
}

async function note(page, text, application, place) {
  const started = application.start.replace(/^SESSION_\w+=(?:\$\(.*?\)|'.*?') /, '')
  try {
    const env = await environment(text, place.tools)
    const seconds = await secondsToCookie(application, { ...place, env })
    const version = await runQuietly('node', ['--version'], { env })
    console.log(`${seconds} s ${page}: ${started}`)
    write(page, started, seconds, version.trim().slice(1))
  } catch (error) {
    fail(`${page}: ${started}`, error)
  }
}

async function secondsToCookie({ steps, start, path }, { cwd, tarball, env }) {
  const here = { cwd, env }
  mkdirSync(cwd)
  // A command that makes an application makes a folder too.
  if (!steps[0].command.startsWith('npx ')) await shell('npm init -y', here)
  const begin = performance.now()
  for (const step of steps) await take(step, here, tarball)
  await firstCookie(start, path, here)
  return Math.ceil((performance.now() - begin) / 1000)
}

async function take({ command, file, text }, here, tarball) {
  if (file !== undefined) {
    mkdirSync(dirname(join(here.cwd, file)), { recursive: true })
    writeFileSync(join(here.cwd, file), text)
  } else if (command.startsWith('cd ')) here.cwd = join(here.cwd, command.slice('cd '.length))
  else await shell(command.replace('install cartouche', `install ${tarball}`), here)
}

function shell(command, options) {
  return runQuietly('bash', ['-c', command], options)
}

async function firstCookie(start, path, { cwd, env }) {
  const PORT = String(await freePort({ host: 'localhost' }))
  const application = launch(cwd, { ...env, PORT }, ['bash', '-c', start])
  try {
    const end = Date.now() + LONGEST
    while (Date.now() < end) {
      const isEnded = Promise.race([application.ended, sleep(BETWEEN_TRIALS, 'running')])
      if ((await isEnded) !== 'running') throw new Error('it ended')
      if (await setsCookie(originIn(application.output(), PORT) + path)) return
    }
    throw new Error('no cookie came')
  } catch (error) {
    throw new Error(`${error.message}:\n${application.output()}`, { cause: error })
  } finally {
    await application.stop()
  }
}

/** What the application prints. Not all do, and not all know PORT. */
function originIn(output, port) {
  // eslint-disable-next-line no-control-regex
  const plain = output.replaceAll(/\u001B\[[\d;]*m/g, '')
  return /http:\/\/localhost:\d+/.exec(plain)?.[0] ?? `http://localhost:${port}`
}

async function setsCookie(url) {
  const response = await answerOf(url)
  const isSet = response?.headers.getSetCookie().some((line) => /session=./.test(line)) ?? false
  // Others say that they are not ready.
  if (response?.ok && !isSet) throw new Error(`${url} sets no cookie`)
  return isSet
}

async function answerOf(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LONGEST) })
    await response.text()
    return response
  } catch {
    return undefined // Nobody listens yet.
  }
}

/** With the Node that the page says it needs. */
async function environment(page, tools) {
  const { SESSION_KEY: _, NODE_ENV: __, ...inherited } = process.env
  const env = { ...inherited, npm_config_yes: 'true' } // as a user says who is asked
  const [, needed = '0'] = /needs\s+Node\s+(\d+)/.exec(page) ?? []
  if (Number(needed) <= Number(process.versions.node.split('.')[0])) return env
  mkdirSync(tools, { recursive: true })
  await runQuietly('npm', ['install', '--prefix', tools, NEWER_NODE], { env })
  return { ...env, PATH: `${join(tools, 'node_modules/.bin')}:${env.PATH}` }
}

function pagesIn(folder) {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'))
  return names.toSorted().map((name) => `${folder}/${name}`)
}

function nameOf(page) {
  return basename(page, '.md')
}

/** In the place of the row that there is for this application. `npm run format` makes the columns even. */
function write(page, started, seconds, version) {
  const text = readFileSync(RESULTS, 'utf8')
  const link = posix.relative('docs', page)
  const cell = `| [${nameOf(page)}](${link}), \`${started}\` |`
  const date = new Date().toISOString().slice(0, 10)
  const row = `${cell} ${seconds} | ${version} | ${date} |`
  const isOld = (line) => line.replaceAll(/ +/g, ' ').startsWith(cell)
  const lines = text.trimEnd().split('\n')
  const rows = lines.splice(lines.findIndex((line) => line.startsWith('| ---')) + 1)
  const others = rows.filter((line) => !isOld(line))
  writeFileSync(RESULTS, `${[...lines, ...[...others, row].toSorted()].join('\n')}\n`)
}
