// Lays out pages/, of which VitePress makes the site: the Markdown of the repository, a page for each example, the inspector.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, extname, join, posix, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tabled } from './deviations.js'
import { withLinks } from './links.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PAGES = fileURLToPath(new URL('pages', import.meta.url))

/** Of an example, what people wrote. What else is there was installed or built, or is of the tests. */
const LANGUAGES = new Set(['.astro', '.js', '.json', '.mjs', '.svelte', '.ts', '.tsx', '.vue'])
const NOT_SHOWN = /(?:^|\/)(?:node_modules|build|dist|contract|package-lock\.json|\.[^/]+)(?:\/|$)/

const textOf = (path) => readFileSync(join(ROOT, path), 'utf8')

const filesIn = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll(sep, '/'))

function write(page, text) {
  mkdirSync(dirname(join(PAGES, page)), { recursive: true })
  writeFileSync(join(PAGES, page), text)
}

/** Where on the site a file of the repository is, with an anchor where it is a part of a page; undefined where it is not. */
function placeOf(path) {
  const [, example, file = ''] = /^examples\/([^/.]+)(?:\/(.*))?$/.exec(path) ?? []
  if (example !== undefined) return `examples/${example}.md${anchorOf(file)}`
  if (path === 'README.md') return 'index.md'
  if (path === 'LICENSE') return 'LICENSE.md'
  return path.endsWith('.md') ? path : undefined
}

const anchorOf = (file) =>
  file === '' ? '' : `#${file.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '')}`

/** The text of a page, with links that go where things are on the site. */
function pageOf(path) {
  return withLinks(textOf(path), (target) => {
    const found = posix.join(posix.dirname(path), target)
    const place = existsSync(join(ROOT, found)) ? placeOf(found) : undefined
    if (place === undefined) throw new Error(`${path} links to ${target}, which is not on the site`)
    return `/${place}`
  })
}

function stageExample(name) {
  const folder = `examples/${name}`
  const files = filesIn(folder).filter(
    (file) => LANGUAGES.has(extname(file)) && !NOT_SHOWN.test(file.slice(folder.length + 1)),
  )
  const shown = files.map((file) => {
    const language = extname(file).slice(1)
    return `## ${file.slice(folder.length + 1)}\n\n\`\`\`\`${language}\n${textOf(file)}\`\`\`\`\n`
  })
  write(`${folder}.md`, [pageOf(`${folder}/README.md`), ...shown].join('\n'))
}

rmSync(PAGES, { recursive: true, force: true })
for (const file of filesIn('docs')) {
  if (!file.endsWith('.md')) cpSync(join(ROOT, file), join(PAGES, file))
  else write(file, file === 'docs/deviations.md' ? tabled(pageOf(file)) : pageOf(file))
}
for (const file of [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'README.md',
  'examples/README.md',
  'LICENSE',
]) {
  write(placeOf(file), pageOf(file))
}
for (const entry of readdirSync(join(ROOT, 'examples'), { withFileTypes: true })) {
  if (entry.isDirectory()) stageExample(entry.name)
}
cpSync(join(ROOT, 'dist/inspector'), join(PAGES, 'public/inspector'), { recursive: true })
