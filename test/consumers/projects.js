/** TypeScript projects that use the package: those of the folder projects/, and how they are compiled. */
import { readFileSync } from 'node:fs'

/**
 * @typedef {object} Project
 * @property {readonly string[]} subpaths of `exports`, all of which are imported besides what the files import
 * @property {readonly string[]} packages that it may have besides, as this repository has them
 * @property {object} options of the compiler
 * @property {readonly string[]} [versions] of the compiler. Default: all
 */

/** Compilers that package.json has. */
export const VERSIONS = ['5.4', '5.9', '6', '7']

/** Ways to find packages, with the modules that go with them. */
export const RESOLUTIONS = { nodenext: 'nodenext', bundler: 'esnext' }

/** @type {Record<string, unknown>} */
const exported = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).exports
const subpaths = Object.keys(exported).filter((path) => path !== './package.json')

/** What knows neither a framework nor Node, and checks all that the package says of its types. */
const WEB = {
  strict: true,
  noEmit: true,
  target: 'es2020',
  lib: ['es2020', 'dom'],
  types: [],
  skipLibCheck: false,
}

/** @type {Readonly<Record<string, Project>>} */
export const PROJECTS = {
  web: { subpaths: ['.', './fetch', './pickle', './testing'], packages: [], options: WEB },
  // Hono's own types need TypeScript 5.7.
  hono: {
    subpaths: ['./hono'],
    packages: ['hono'],
    options: WEB,
    versions: VERSIONS.filter((version) => version !== '5.4'),
  },
  frameworks: {
    subpaths,
    packages: [
      '@types/express',
      '@types/koa',
      '@types/node',
      '@types/passport',
      'elysia',
      'express',
      'fastify',
      'h3',
      'hono',
      'koa',
    ],
    options: {
      strict: true,
      noEmit: true,
      target: 'es2020',
      lib: ['es2020', 'dom'],
      types: ['node'],
      esModuleInterop: true,
      skipLibCheck: true,
    },
  },
}
