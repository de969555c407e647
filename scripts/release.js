// Releases the version that package.json has: see `npm run release -- --help`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const HELP = `usage: npm run release -- [--check | --publish]

Checks everything in a fresh clone of what is committed, packs it, and uses what it packed in an empty project.

  --check     only tells what is missing before one can begin
  --publish   then publishes it with its provenance, and tags it
  --help      print this`

const { values: asked } = parseArgs({
  options: { check: { type: 'boolean' }, publish: { type: 'boolean' }, help: { type: 'boolean' } },
})
const { name, version, repository } = JSON.parse(readFileSync('package.json', 'utf8'))
const TAG = `v${version}`

if (asked.help === true) console.log(HELP)
else main()

function main() {
  const missing = missingFor()
  for (const line of missing) console.error(`✗ ${line}`)
  if (missing.length > 0) process.exit(1)
  console.log(`✓ ${name} ${version} can be released`)
  if (asked.check === true) return
  const folder = mkdtempSync(join(tmpdir(), 'cartouche-release-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const tarball = packed(folder)
  used(folder, tarball)
  if (asked.publish === true) publish(tarball)
  else console.log(`Nothing is published yet: npm run release -- --publish does it`)
}

/** What keeps this state from being released, a line each. */
function missingFor() {
  const problems = {
    'there are changes that are not committed': output('git', 'status', '--porcelain') !== '',
    'this is not the branch main': output('git', 'branch', '--show-current') !== 'main',
    [`there is a tag ${TAG} already: raise the version in package.json`]:
      output('git', 'tag', '--list', TAG) !== '',
    [`CHANGELOG.md has no heading "## ${version} - " with the day of the release`]: !isDated(),
    'package.json has no repository, which the provenance of a package names':
      repository === undefined,
  }
  return Object.keys(problems).filter((problem) => problems[problem])
}

function isDated() {
  const text = readFileSync('CHANGELOG.md', 'utf8')
  const dates = Array.from(text.matchAll(/^## (\S+) - \d{4}-\d\d-\d\d$/gm), ([, dated]) => dated)
  return dates.includes(version)
}

/** The path of a tarball of a fresh clone in which all checks passed. */
function packed(folder) {
  const clone = join(folder, 'clone')
  execFileSync('git', ['clone', '--quiet', '.', clone])
  shown(clone, '.ci/run')
  shown(clone, 'npm', 'pack', '--pack-destination', folder)
  console.log('✓ all checks passed in a fresh clone')
  return join(folder, `${name}-${version}.tgz`)
}

/** Installs the package in an empty project, imports it, and asks its command for help. */
function used(folder, tarball) {
  const project = mkdtempSync(join(folder, 'project-'))
  writeFileSync(join(project, 'package.json'), '{ "private": true }')
  shown(project, 'npm', 'install', '--no-audit', '--no-fund', tarball)
  const program = `import { generateKey } from '${name}'; console.log(generateKey().length)`
  shown(project, process.execPath, '--input-type=module', '-e', program)
  shown(project, 'npx', name, '--help')
  console.log('✓ an empty project can use the package')
}

/** npm asks the machine that runs this for the proof of where it was built: one of continuous integration has it. */
function publish(tarball) {
  shown('.', 'npm', 'publish', tarball, '--provenance', '--access', 'public')
  execFileSync('git', ['tag', TAG])
  console.log(
    `✓ ${name} ${version} is published, and tagged here as ${TAG}: git push origin ${TAG}`,
  )
}

function output(command, ...args) {
  return execFileSync(command, args, { encoding: 'utf8' }).trim()
}

function shown(cwd, command, ...args) {
  execFileSync(command, args, { cwd, stdio: 'inherit' })
}
