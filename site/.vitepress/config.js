// The documentation site: the pages of docs/, the README as its first page, and the reference that api.js has made.
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

const root = new URL('../../', import.meta.url)

const textOf = (path) => readFileSync(new URL(path, root), 'utf8')
const headingOf = (path) => /^# (.*)$/m.exec(textOf(path))?.[1] ?? path

/** Pages by the paths of their files, each with its heading. */
const pages = (...paths) =>
  paths.map((path) => ({ text: headingOf(`${path}.md`), link: `/${path}` }))

/** All pages of a folder of docs/. */
const folder = (name) =>
  pages(
    ...readdirSync(new URL(`docs/${name}/`, root))
      .filter((file) => file.endsWith('.md') && file !== 'README.md')
      .map((file) => `docs/${name}/${file.slice(0, -'.md'.length)}`),
  )

const group = (text, items, collapsed = true) => ({ text, items, collapsed })

export default defineConfig({
  title: 'cartouche',
  description: 'Sessions for TypeScript servers, and one login for two backends',
  srcDir: fileURLToPath(root),
  srcExclude: ['**/node_modules/**', 'examples/*/**', 'test/**', 'site/**', 'build/**', 'dist/**'],
  outDir: fileURLToPath(new URL('build/site/', root)),
  cacheDir: fileURLToPath(new URL('build/site-cache/', root)),
  rewrites: { 'README.md': 'index.md' },
  cleanUrls: false,
  // Links to files of the repository, which the site does not have.
  ignoreDeadLinks: [/^http:\/\/localhost/, /^\.?\.?\/.*(?:LICENSE|examples\/|\/src\/|\/test\/)/],
  markdown: {
    languageAlias: { caddyfile: 'nginx' },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/docs/frameworks/node' },
      { text: 'Guides', link: '/docs/guides/sign-in' },
      { text: 'Security', link: '/docs/security' },
      { text: 'Reference', link: '/docs/api/README' },
    ],
    sidebar: [
      group('Start', [{ text: 'cartouche', link: '/' }, ...folder('frameworks')], false),
      group(
        'Guides',
        [...folder('guides'), ...pages('docs/csrf', 'docs/testing', 'docs/troubleshooting')],
        false,
      ),
      group(
        'What it keeps, and for how long',
        pages('docs/options', 'docs/stores', 'docs/limits'),
        false,
      ),
      group('Security', pages('docs/security', 'docs/comparison'), false),
      group('Other backends', [
        ...pages(
          'docs/coming-from-pyramid',
          'docs/moving-off-pyramid',
          'docs/deviations',
          'docs/pyramid-stored-sessions',
          'docs/languages',
        ),
        ...folder('languages'),
      ]),
      group('How it is made', [
        ...pages('docs/design', 'docs/bindings', 'docs/benchmarks', 'CHANGELOG', 'CONTRIBUTING'),
        { text: 'Decisions', link: '/docs/decisions/README' },
        ...folder('decisions'),
      ]),
      group('Reference', [{ text: 'All entry points', link: '/docs/api/README' }]),
    ],
  },
})
