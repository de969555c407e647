import { describe, expect, test } from 'vitest'
import { cookieSessionFactory, newRecord } from '../../src/index.js'
import type { SessionEvent, SessionFormat } from '../../src/index.js'

const NOW = 1_700_000_000

/** A format whose texts tell from when on they are good. */
const timed: SessionFormat = {
  name: 'timed',
  isAuthenticated: true,
  carriesId: false,
  read: (text) => ({ ...newRecord(NOW), data: new Map([['a', 1]]), notBefore: Number(text) }),
  write: () => '0',
  dataText: (data) => JSON.stringify([...data]),
}

describe('a text that is good from a moment on', () => {
  test.each([
    [NOW - 1, true],
    [NOW, true],
    [NOW + 0.5, false],
    [Number.NaN, false],
  ])('%d', (notBefore, isGood) => {
    const events: SessionEvent[] = []
    const factory = cookieSessionFactory(timed, {
      cookieName: 's',
      clock: () => NOW,
      onEvent: (event) => events.push(event),
    })
    const { session } = factory.open(`s=${notBefore}`)
    expect([session.get('a'), session.new]).toEqual(isGood ? [1, false] : [undefined, true])
    const reasons = events.map((event) => event.type === 'invalid' && event.reason)
    expect(reasons).toEqual(isGood ? [] : ['BAD_SESSION'])
  })
})
