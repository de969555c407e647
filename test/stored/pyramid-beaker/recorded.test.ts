/** Beaker's requests, made here: each on what was in Redis before it. */
import { describe, expect, test } from 'vitest'
import { dumps } from '../../../src/pickle/index.js'
import { fakeRedis } from '../../support/fake-redis.js'
import type { Entry } from '../../support/fake-redis.js'
import { act, entriesOf, valuesOf } from '../pyramid-redis/recorded.js'
import type { Recorded, Scenario, State } from '../pyramid-redis/recorded.js'
import { openRecorded, RECORDING } from './recorded.js'

/** What Beaker does otherwise, and is not done here: told in docs/pyramid-stored-sessions.md. */
const OTHERWISE = new Set(['a session that Redis has lost', 'sign-out', 'delete()'])

/** By their keys; those that came with the request by none, as two sides make two ids. */
const told = (values: ReadonlyMap<string, unknown>, before: State): Map<string, unknown> =>
  new Map([...values].map(([key, value]) => [key in before ? key : 'new', value]))

const attributesOf = (line: string): string[] => {
  const [pair, ...attributes] = line.split('; ')
  return [pair!.split('=')[0]!, ...attributes.map((text) => text.toLowerCase()).toSorted()]
}

async function replay(scenario: Scenario, recorded: Recorded) {
  const redis = fakeRedis(entriesOf(recorded.before))
  const opened = openRecorded(scenario, recorded, redis)
  const session = await opened.load()
  const seen = { new: session.new, created: session.created }
  const results = recorded.ops.map((op) => act(session, op))
  const headers = await opened.commit(recorded.raises ? { exception: new Error() } : {})
  return { redis, seen, results, lines: headers.map(([, line]) => line) }
}

describe.each(RECORDING.scenarios.filter(({ name }) => !OTHERWISE.has(name)))(
  '$name',
  (scenario) => {
    test.each(scenario.requests.map((request, at) => [at, request] as const))(
      'request %i',
      async (_, recorded) => {
        const { redis, seen, results, lines } = await replay(scenario, recorded)
        const isMade = recorded.ops.some(([name]) => name === 'get_csrf_token') && recorded.new
        expect(seen).toEqual({ new: recorded.new, created: recorded.created })
        if (isMade) return expect(results.at(-1)).toMatch(/^[0-9a-f]{40}$/)
        expect(results).toEqual(recorded.results)
        expect(told(valuesOf(redis.entries), recorded.before)).toEqual(
          told(valuesOf(entriesOf(recorded.after)), recorded.before),
        )
        // Beaker tells also a browser whose session is over of another, which it does not store.
        const isStored = redis.entries.size > Object.keys(recorded.before).length
        expect(lines.map(attributesOf)).toEqual(
          isStored ? recorded.set_cookie.map(attributesOf) : [],
        )
      },
    )
  },
)

describe('cookies', () => {
  const { redis: state, now, cookies } = RECORDING.cookies

  test('of all kinds are recorded', () => expect(cookies.length).toBeGreaterThan(20))

  test.each(cookies)('$name', async ({ cookie, user }) => {
    const redis = fakeRedis(entriesOf(state))
    const session = await openRecorded({ options: {} }, { cookie, now }, redis).load()
    expect(session.get('user') ?? null).toBe(user)
  })

  test.each(cookies.filter(({ name, user }) => user === null && !/^of a(n id| text)/.test(name)))(
    'Redis is not asked for one $name',
    async ({ cookie }) => {
      const redis = fakeRedis(entriesOf(state))
      await openRecorded({ options: {} }, { cookie, now }, redis).load()
      expect(redis.commands).toEqual([])
    },
  )
})

test.each(RECORDING.values)('a session with $expression is written as it was', async (recorded) => {
  const { redis: state, cookie, now } = recorded
  const redis = fakeRedis(entriesOf(state))
  const opened = openRecorded({ options: { timeout: 1200 } }, { cookie, now }, redis)
  const session = await opened.load()
  expect(session.get('other')).toBe('kept')
  session.set('other', 'changed')
  await opened.commit()
  const [[key, [before]]] = [...entriesOf(state)] as [[string, Entry]]
  const expected = valuesOf(new Map([[key, [before, 1320]]])).get(key) as {
    value: Map<string, unknown>
  }
  expected.value.set('other', 'changed')
  const written = valuesOf(redis.entries).get(key) as { value: Map<string, unknown> }
  expect(written).toEqual(expected)
  // Equal by their bytes, too: of what is compared above not all differences are seen.
  const bytes = ({ value }: typeof written): Buffer => Buffer.from(dumps(value.get('value')))
  expect(bytes(written)).toEqual(bytes(expected))
})
