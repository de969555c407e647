/** What becomes of dates between a backend and ours. */
import { expect, test } from 'vitest'
import type { Visit } from './address.js'

/**
 * How a backend keeps dates: as `dates`, as we do, maybe `to the second`; or ours refuses one, and the backend makes
 * `text` of it, has `objects` of a class, or `refuses` it too.
 */
export type Dates = 'dates' | 'to the second' | 'text' | 'objects' | 'refuses'

const DATES = [
  '2024-02-29T23:30:00.250+02:00',
  '1969-12-31T23:59:58.999Z',
  '2038-01-19T03:14:08.000-05:00',
]
const [iso] = DATES as [string]

/** In UTC, without what is finer than `precision` milliseconds. */
const shownAs = (iso: string, precision = 1): string =>
  new Date(Math.floor(Date.parse(iso) / precision) * precision).toISOString()

/** The tests of a way from `one` side to the `other`. */
export function testDates(dates: Dates, one: string, other: string, visit: Visit): void {
  if (dates === 'dates') testSame(1, one, other, visit)
  else if (dates === 'to the second') testSame(1000, one, other, visit)
  else if (one === 'here' || dates === 'refuses') testRefused(one, other, visit)
  else if (dates === 'text') testText(visit)
  else testObject(visit)
}

function testSame(precision: number, one: string, other: string, visit: Visit): void {
  test.each(DATES)('%s is the same time', async (iso) => {
    const cookies = new Map<string, string>()
    await visit(cookies, `/${one}/keep_date`, { iso })
    expect(await visit(cookies, `/${other}/date`)).toBe(shownAs(iso, precision))
    await visit(cookies, `/${other}/count`, {})
    expect(await visit(cookies, `/${one}/date`)).toBe(shownAs(iso, precision))
  })
}

function testRefused(one: string, other: string, visit: Visit): void {
  test('a date is refused, and the session stays as it was', async () => {
    const cookies = new Map<string, string>()
    await visit(cookies, `/${other}/sign_in`, { user: 'ada' })
    expect(await visit(cookies, `/${one}/keep_date`, { iso })).toBe('failed')
    expect(await visit(cookies, `/${one}/kept`)).toBe('null')
    expect(await visit(cookies, `/${other}/who`)).toBe('ada')
  })
}

function testText(visit: Visit): void {
  test('a date of theirs is text, and the same text for both', async () => {
    const cookies = new Map<string, string>()
    await visit(cookies, '/there/keep_date', { iso })
    const theirs = await visit(cookies, '/there/date')
    expect(theirs).toMatch(/^text 2024-02-29[ T]\d\d:30:00/)
    expect(await visit(cookies, '/here/date')).toBe(theirs)
    await visit(cookies, '/here/count', {})
    expect(await visit(cookies, '/there/date')).toBe(theirs)
  })
}

function testObject(visit: Visit): void {
  test('a session with a date of theirs is none to us, and stays as it was', async () => {
    const cookies = new Map<string, string>()
    await visit(cookies, '/there/sign_in', { user: 'ada' })
    expect(await visit(cookies, '/here/who')).toBe('ada')
    await visit(cookies, '/there/keep_date', { iso })
    expect(await visit(cookies, '/here/who')).toBe('nobody')
    expect(await visit(cookies, '/there/date')).toBe(shownAs(iso))
    expect(await visit(cookies, '/there/who')).toBe('ada')
  })
}
