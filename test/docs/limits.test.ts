/** `docs/limits.md` tells the limits that the code has. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  DUMP_LIMITS,
  FIXED_LIMITS,
  LOAD_LIMITS,
  SESSION_DUMP_LIMITS,
  SESSION_LOAD_LIMITS,
} from '../../src/pickle/limits.js'

const page = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')

/** The rows of the tables, by the name in their first cell: what stands behind the second. */
const rows = new Map(
  [...page.matchAll(/^\| `(\w+)` *\|(.*)\|$/gm)].map(([, name, cells]) => [
    name!,
    cells!
      .split('|')
      .slice(1)
      .map((cell) => cell.trim()),
  ]),
)

const shown = (limit: number | undefined): string => limit?.toLocaleString('en-US') ?? ''

test('every limit of pickles', () => {
  const columns: Partial<Record<string, number>>[] = [
    LOAD_LIMITS,
    DUMP_LIMITS,
    SESSION_LOAD_LIMITS,
    SESSION_DUMP_LIMITS,
  ].map((limits) => ({ ...limits }))
  const names = new Set(columns.flatMap((column) => Object.keys(column)))
  for (const name of names) {
    expect([name, rows.get(name)]).toEqual([name, columns.map((column) => shown(column[name]))])
    rows.delete(name)
  }
})

test('every limit that no option changes, and no other', () => {
  for (const [name, limit] of Object.entries(FIXED_LIMITS)) {
    expect([name, rows.get(name)]).toEqual([name, [shown(limit)]])
    rows.delete(name)
  }
  expect([...rows.keys()]).toEqual([])
})
