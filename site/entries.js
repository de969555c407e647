import { readFileSync } from 'node:fs'

const { name, exports } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

/** Each entry point of the package: how it is imported, its source, and that without `src/` and `index.ts`. */
export const entries = Object.entries(exports)
  .filter(([, { default: file }]) => file !== undefined)
  .map(([path, { default: file }]) => ({
    name: name + path.slice(1),
    source: file.replace('./dist/', 'src/').replace(/\.js$/, '.ts'),
    room: file.replace('./dist/', '').replace(/(?:\/index)?\.js$/, ''),
  }))
