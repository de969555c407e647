/**
 * The table of docs/comparison.md and the README, asked of each library as it is installed here. A library that answers otherwise than
 * the pages say, since it has become another, fails: `npm run docs:comparison` makes the table anew.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PEERS } from './peers.js'
import { QUESTIONS } from './questions.js'
import { tableIn, tableOf, withTable } from './table.js'

const root = new URL('../../', import.meta.url)

/** The pages that have the table, and how they name the one that explains it. */
const PAGES = { 'docs/comparison.md': '', 'README.md': 'docs/comparison.md' }

const textOf = (page: string): string => readFileSync(new URL(page, root), 'utf8')
const isWriting = process.env['COMPARISON_TABLE'] === 'write'
const said = Object.keys(PAGES).map((page) => tableIn(textOf(page)))

/** Answers by question and library. */
const answers = new Map<string, Map<string, string>>()

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe.each(PEERS)('$name', (peer) => {
  test.each(QUESTIONS)('$asks', async ({ asks, ask }) => {
    // What the libraries print of what is asked on purpose.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const answer = await ask(peer)
    answers.set(asks, (answers.get(asks) ?? new Map<string, string>()).set(peer.name, answer))
    for (const table of said) {
      expect(isWriting ? answer : table.get(asks)?.get(peer.name)).toBe(answer)
    }
  })
})

test('the pages have no other rows, and each is explained', () => {
  const asked = QUESTIONS.map(({ asks }) => asks)
  for (const table of isWriting ? [] : said) expect([...table.keys()]).toEqual(asked)
  const headings = textOf('docs/comparison.md').matchAll(/^### (.*)$/gm)
  expect(Array.from(headings, ([, heading]) => heading)).toEqual(asked)
})

afterAll(() => {
  for (const [page, explained] of isWriting ? Object.entries(PAGES) : []) {
    writeFileSync(new URL(page, root), withTable(textOf(page), tableOf(answers, explained)))
  }
})
