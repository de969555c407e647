/** The map in `docs/design.md` is the one that the lint rule holds. */
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Pattern {
  readonly regex?: string
}

interface Override {
  readonly files: readonly string[]
  readonly rules: {
    readonly 'no-restricted-imports'?: readonly [string, { patterns: readonly Pattern[] }]
  }
}

const root = new URL('../../', import.meta.url)
const { overrides } = JSON.parse(readFileSync(new URL('.oxlintrc.json', root), 'utf8')) as {
  overrides: readonly Override[]
}
const rooms = readdirSync(new URL('src/', root), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** By room of the table: what it may import besides `errors.ts`. */
const page = readFileSync(new URL('docs/design.md', root), 'utf8')
const told = Object.fromEntries(
  [...page.matchAll(/^\| `(\w+)\/` *\|[^|]*\|([^|]*)\|$/gm)].map(([, room, list]) => [
    room,
    list!.trim().split(', ').toSorted(),
  ]),
)

/** The rooms that the rule of a room does not forbid. */
function allowed(room: string): string[] {
  const rule = overrides.find(({ files }) => files.includes(`src/${room}/**/*.ts`))!
  const [, { patterns }] = rule.rules['no-restricted-imports']!
  const forbidden = patterns.flatMap(({ regex }) =>
    regex === undefined ? [] : [new RegExp(regex)],
  )
  const others = rooms.filter((other) => other !== room)
  return others.filter((other) => !forbidden.some((regex) => regex.test(`../${other}/a.js`)))
}

test('every room is on the map, with what it may import', () => {
  const held = Object.fromEntries(rooms.map((room) => [room, allowed(room).toSorted()]))
  expect(told).toEqual({ ...held, lib: ['errors'] })
})
