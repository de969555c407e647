/**
 * The table of docs/comparison.md, asked of each library as it is installed here. A library that answers otherwise than
 * the page says, since it has become another, fails: `npm run docs:comparison` makes the table anew.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PEERS } from './peers.js'
import { QUESTIONS } from './questions.js'
import { tableIn, tableOf, withTable } from './table.js'

const page = new URL('../../docs/comparison.md', import.meta.url)
const isWriting = process.env['COMPARISON_TABLE'] === 'write'
const said = tableIn(readFileSync(page, 'utf8'))

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
    expect(isWriting ? answer : said.get(asks)?.get(peer.name)).toBe(answer)
  })
})

test('the page has no other rows and columns', () => {
  expect([...said.keys()]).toEqual(
    isWriting ? expect.anything() : QUESTIONS.map(({ asks }) => asks),
  )
})

afterAll(() => {
  if (isWriting) writeFileSync(page, withTable(readFileSync(page, 'utf8'), tableOf(answers)))
})
