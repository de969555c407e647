/** What can be imported: our entry points, and the libraries they are compared with. */
import { readFileSync } from 'node:fs'

/** @type {{ name: string, exports: Record<string, unknown> }} */
const { name, exports } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
)

/** The modules among the package's exports, by the names they are imported by. */
export const ENTRY_POINTS = Object.keys(exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => path.replace('.', name))

export const MAIN = name

export const RIVALS = ['cookie-session', 'express-session', 'iron-session', 'jose']
