/** Each recorded request is made here on what was in Redis before it: what the package made of it is to come out. */
import { describe, expect, test } from 'vitest'
import { fakeRedis } from '../../support/fake-redis.js'
import { act, entriesOf, openRecorded, readRecording, valuesOf } from './recorded.js'
import type { Recorded, Recording, Scenario } from './recorded.js'
import { deviates } from './deviations.js'

const RECORDINGS = [
  '0.9-py27',
  '1.0-py27',
  '1.0-py311',
  '1.2-py27',
  '1.2-py311',
  '1.4-py27',
  '1.4-py311',
  '1.5-py27',
  '1.5-py311',
  '1.7-py311',
  '1.8-py311',
]

describe.each(RECORDINGS)('as %s', (path) => {
  const recording = readRecording<Scenario>(`scenarios/${path}`)
  const { version } = recording
  const cases = recording.vectors.flatMap((scenario) =>
    scenario.requests.map((request, at) => ({ name: scenario.name, at, scenario, request })),
  )

  /** To get hold of a session is no access here; and what version 0.9 calls a sign-out is none. */
  const isUse = ({ ops, python }: Recorded): boolean =>
    python !== true &&
    ops.some(([name]) => name !== 'touch') &&
    !(version === '0.9' && ops.some(([name]) => name === 'invalidate'))

  test.each(cases.filter(({ request }) => isUse(request)))(
    '$name: request $at',
    async ({ scenario, request }) => {
      const redis = fakeRedis(entriesOf(request.before))
      const opened = openRecorded(recording, scenario, request, redis)
      const session = await opened.load()
      if (version !== '0.9') expect(session.new).toBe(request.new)
      if (!session.new && version !== '0.9') expect(session.created).toBe(request.created)
      const results = request.ops.map((op) => act(session, op))
      const hasToken = request.ops.some(([name]) => name.endsWith('_token'))
      if (!hasToken) expect(results).toEqual(request.results)
      const headers = await opened.commit(request.raises ? { exception: new Error() } : {})
      const lines = headers.map(([, line]) => line)
      const expected = deviates(scenario, request) ?? request
      expect(comparable(redis.entries, request)).toEqual(
        comparable(entriesOf(expected.after), request),
      )
      expect(lines.map(attributesOf)).toEqual(expected.set_cookie.map(attributesOf))
      await expectReadable(recording, scenario, { ...request, lines }, redis)
    },
  )
})

/** Ids and tokens that were made in this request are those of nobody else. */
function comparable(entries: ReturnType<typeof entriesOf>, { before }: Recorded): unknown {
  const values = [...valuesOf(entries)].map(([key, value]) => {
    const isKnown = key in before
    return [isKnown ? key : 'new', withoutTokens(value)] as const
  })
  return new Map(values)
}

function withoutTokens(value: unknown): unknown {
  if (!(value instanceof Map)) {
    const { value: inner, seconds } = value as { value: unknown; seconds: unknown }
    return { value: inner instanceof Map ? withoutTokens(inner) : inner, seconds }
  }
  return new Map(
    [...value].map(([key, inner]) => {
      if (key === '_csrft_') return [key, 'a token']
      return [key, inner instanceof Map ? withoutTokens(inner) : inner]
    }),
  )
}

/** All of a cookie but its value and the day that follows from its age. One that is taken away may be safer here. */
function attributesOf(line: string): string[] {
  const [pair, ...attributes] = line.split('; ')
  const [name, value] = pair!.split(/=(.*)/s)
  const left = value === '' ? /^(?:expires=|HttpOnly|secure)/ : /^expires=/
  const others = attributes.filter((attribute) => !left.test(attribute))
  return [`${name}=${value === '' ? '' : '…'}`, ...others]
}

/** The cookie that was set is that of the new session. */
async function expectReadable(
  recording: Recording<Scenario>,
  scenario: Scenario,
  request: Recorded & { readonly lines: readonly string[] },
  redis: ReturnType<typeof fakeRedis>,
): Promise<void> {
  const [line] = request.lines
  if (line === undefined || line.includes('Max-Age=0')) return
  const cookie = line.split(';')[0]!
  const session = await openRecorded(recording, scenario, { ...request, cookie }, redis).load()
  expect(session.new).toBe(false)
}
