/** The map in `docs/design.md` is the one that the linter holds: it is asked about imports between all rooms. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const oxlint = fileURLToPath(new URL('node_modules/oxlint/bin/oxlint', root))
const folder = mkdtempSync(join(tmpdir(), 'cartouche-design-'))
const rooms = readdirSync(new URL('src/', root), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

afterAll(() => rmSync(folder, { recursive: true }))

/** By room of the table: what it may import besides `errors.ts`. */
const page = readFileSync(new URL('docs/design.md', root), 'utf8')
const told = Object.fromEntries(
  [...page.matchAll(/^\| `(\w+)\/` *\|[^|]*\|([^|]*)\|$/gm)].map(([, room, list]) => [
    room,
    list!.trim().split(', ').toSorted(),
  ]),
)

/** Files of one import each, by their paths: which of these does the linter refuse? */
function refused(imports: Readonly<Record<string, string>>): string[] {
  copyFileSync(new URL('.oxlintrc.json', root), join(folder, '.oxlintrc.json'))
  for (const [path, imported] of Object.entries(imports)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `export { a } from '${imported}'\n`)
  }
  const { stdout } = spawnSync(process.execPath, [oxlint, '-f', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; filename: string }[]
  }
  return diagnostics
    .filter(({ code }) => code === 'eslint(no-restricted-imports)')
    .map(({ filename }) => filename)
}

test('every room is on the map, with what it may import', () => {
  const pairs = rooms.flatMap((room) =>
    rooms
      .filter((other) => other !== room)
      .map((other) => ({ room, other, path: `src/${room}/to-${other}.ts` })),
  )
  const no = refused(Object.fromEntries(pairs.map(({ path, other }) => [path, `../${other}/a.js`])))
  const held = Object.fromEntries(
    rooms.map((room) => [
      room,
      pairs
        .filter((pair) => pair.room === room && !no.includes(pair.path))
        .map(({ other }) => other)
        .toSorted(),
    ]),
  )
  expect(told).toEqual({ ...held, lib: ['errors'] })
})

test('what is said of single files is held too', () => {
  const allowed = {
    'src/bindings/a.ts': './shared/b.js',
    'src/bindings/shared/a.ts': '../../csrf/b.js',
    'src/factories/a.ts': './shared-b.js',
    'src/formats/a.ts': '../session/record.js',
    'src/formats/b.ts': './shared-b.js',
    'src/pickle/read/a.ts': '../b.js',
    'src/session/a.ts': '../formats/shared-format.js',
  }
  const forbidden = {
    'src/bindings/c.ts': './b.js',
    'src/bindings/shared/c.ts': '../b.js',
    'src/bindings/shared/d.ts': '../../cookie/b.js',
    'src/factories/c.ts': './b.js',
    'src/formats/c.ts': './b.js',
    'src/pickle/read/c.ts': '../write/b.js',
    'src/pickle/write/c.ts': '../read/b.js',
    'src/pickle/write/d.ts': '../../crypto/b.js',
    'src/session/c.ts': 'node:crypto',
    'src/errors.ts': './lib/b.js',
  }
  const no = refused({ ...allowed, ...forbidden })
  expect(no.filter((path) => path in allowed)).toEqual([])
  expect(no.filter((path) => path in forbidden).toSorted()).toEqual(
    Object.keys(forbidden).toSorted(),
  )
})
