// The documentation site: the pages that stage.js and api.js have laid out, and how to find them.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { entries } from '../entries.js'

const laidOut = new URL('../pages/', import.meta.url)
const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url))

const headingOf = (path) =>
  /^# (.*)$/m.exec(readFileSync(new URL(`${path}.md`, laidOut), 'utf8'))?.[1]

/** Pages by their paths, each with its heading. */
const pages = (...paths) =>
  paths.map((path) => ({ text: headingOf(path).replaceAll('`', ''), link: `/${path}` }))

const docs = (...names) => pages(...names.map((name) => `docs/${name}`))

/** All pages of a folder, but for those that are named first. */
function folder(path, ...first) {
  const files = readdirSync(new URL(`${path}/`, laidOut)).filter((file) => file.endsWith('.md'))
  const names = files
    .map((file) => file.slice(0, -'.md'.length))
    .filter((name) => name !== 'README')
  return pages(...[...new Set([...first, ...names])].map((name) => `${path}/${name}`))
}

/** A group that opens; its name leads to its first page, so that it is a link beside a button and not a button in another. */
const group = (text, ...items) => ({ text, link: items[0].link, items, collapsed: true })
const open = (text, ...items) => ({ text, items })

/** A page of its own, beside those of VitePress. */
const INSPECTOR = { text: 'Open the inspector', link: '/inspector/index.html', target: '_self' }

/** By which headings are found on GitHub too, so that one link is right in both places. */
const slugify = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')

const referenceOf = ({ name }) => ({
  text: name,
  link: `/api/${name}${existsSync(new URL(`api/${name}.md`, laidOut)) ? '' : '/'}`,
})

/** Each page is made twice, the second time to be searched: its code is coloured once. */
const coloured = new Map()
function colourOnce({ options }) {
  const { highlight } = options
  options.highlight = (code, language, attributes) => {
    const key = `${language} ${attributes}\n${code}`
    if (!coloured.has(key)) coloured.set(key, highlight(code, language, attributes))
    return coloured.get(key)
  }
}

/** Indented code looks as fenced code does, and a cell that is empty is no heading of a column. */
function mend(md) {
  md.renderer.rules.code_block = (tokens, at, ...rest) => {
    tokens[at].info = 'sh'
    return md.renderer.rules.fence(tokens, at, ...rest)
  }
  md.core.ruler.push('empty-headings', ({ tokens }) => {
    for (const [at, token] of tokens.entries()) {
      if (token.type !== 'th_open' || tokens[at + 1].content !== '') continue
      token.tag = tokens[at + 2].tag = 'td'
    }
  })
}

export default defineConfig({
  title: 'cartouche',
  description: 'Sessions for TypeScript servers, and one login for two backends',
  lang: 'en-GB',
  // None: browsers would ask for one.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  srcDir: pathOf('../pages'),
  outDir: pathOf('../../build/site'),
  cacheDir: pathOf('../../build/site-cache'),
  // Addresses that readers are told to try on their own machines.
  ignoreDeadLinks: [/^http:\/\/localhost/, /^\/inspector\//],
  markdown: {
    anchor: { slugify },
    config: (md) => {
      colourOnce(md)
      mend(md)
    },
    languageAlias: { caddyfile: 'nginx', mjs: 'js' },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vite: { build: { chunkSizeWarningLimit: 4000 }, logLevel: 'warn' },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/docs/frameworks/node' },
      { text: 'Guides', link: '/docs/guides/sign-in' },
      { text: 'Security', link: '/docs/security' },
      { text: 'Reference', link: '/api/' },
      { ...INSPECTOR, text: 'Inspector' },
    ],
    sidebar: [
      open('Start', { text: 'cartouche', link: '/' }),
      group(
        'By framework',
        ...folder('docs/frameworks', 'node', 'express', 'fastify', 'koa', 'nestjs'),
      ),
      group('Examples', ...folder('examples')),
      open(
        'Guides',
        ...docs('guides/sign-in'),
        { text: 'Remember me', link: '/docs/guides/sign-in#remember-me' },
        { text: 'Sign out everywhere', link: '/docs/guides/sign-in#sign-out-everywhere' },
        ...docs('guides/keys', 'guides/size', 'guides/flash', 'guides/forms', 'guides/spa'),
        ...docs(
          'guides/uploads',
          'testing',
          'guides/several-sessions',
          'guides/proxy',
          'guides/edge',
        ),
      ),
      open(
        'When it does not work',
        ...docs('troubleshooting', 'dev-page', 'command-line', 'inspector'),
        INSPECTOR,
      ),
      open('Security', ...docs('security', 'csrf', 'assurance', 'comparison', 'benchmarks')),
      open('What it keeps, and where', ...docs('options', 'stores', 'limits')),
      open(
        'From Pyramid',
        ...docs(
          'coming-from-pyramid',
          'moving-off-pyramid',
          'deviations',
          'pyramid-stored-sessions',
        ),
      ),
      open(
        'From other libraries',
        ...docs(
          'guides/from-express-session',
          'guides/from-cookie-session',
          'guides/from-iron-session',
        ),
      ),
      group('Other languages and backends', ...docs('languages'), ...folder('docs/languages')),
      group('Reference', { text: 'All entry points', link: '/api/' }, ...entries.map(referenceOf)),
      group(
        'How it is made',
        ...docs('design', 'bindings', 'first-cookie'),
        ...pages('CHANGELOG', 'CONTRIBUTING', 'SECURITY'),
      ),
      group(
        'Decisions',
        { text: 'All decisions', link: '/docs/decisions/README' },
        ...folder('docs/decisions'),
      ),
    ],
  },
})
