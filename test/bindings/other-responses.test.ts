/** Responses that are none of the platform's own: of other libraries, and stand-ins. */
import { expect, test, vi } from 'vitest'
import { withSession } from '../../src/bindings/fetch.js'
import { signedCookieSessionFactory } from '../../src/index.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const factory = signedCookieSessionFactory(SECRET)

async function answerWith(response: unknown): Promise<{ answer: Response; told: unknown[] }> {
  const onCommitError = vi.fn()
  const handle = withSession(
    factory,
    (_request, session) => {
      session.set('a', 1)
      return response as Response
    },
    { onCommitError },
  )
  const answer = await handle(new Request('http://localhost/'))
  return { answer, told: onCommitError.mock.calls.map(([error]) => (error as Error).message) }
}

test('the answer of a client that is no Response is told in words', async () => {
  const answer = { status: 200, statusText: 'OK', headers: new Headers(), data: 'text', config: {} }
  await expect(answerWith(answer)).rejects.toThrow(/^The handler gave no Response/)
})

test.each([101, 199, 600, 999])('one of status %i goes as it is', async (status) => {
  const response = { status, statusText: '', body: null, headers: new Headers() }
  const { answer, told } = await answerWith(response)
  expect(answer).toBe(response)
  expect(told).toEqual([expect.stringMatching(/cannot carry a cookie$/)])
})

/** As node-fetch 2 has them: without getSetCookie(), and several lines are one text. */
class OtherHeaders {
  readonly #lines = [
    ['x-a', '1'],
    ['set-cookie', 'u=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT'],
    ['set-cookie', 'v=2'],
  ] as const

  raw(): Record<string, string[]> {
    const raw: Record<string, string[]> = {}
    for (const [name, value] of this.#lines) (raw[name] ??= []).push(value)
    return raw
  }

  get(name: string): string | null {
    return this.raw()[name.toLowerCase()]?.join(', ') ?? null
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    for (const [name, values] of Object.entries(this.raw())) yield [name, values.join(', ')]
  }
}

test('Set-Cookie lines of headers without getSetCookie() stay as many', async () => {
  const response = { status: 200, statusText: '', body: null, headers: new OtherHeaders() }
  const { answer, told } = await answerWith(response)
  expect(answer.headers.getSetCookie()).toEqual([
    'u=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT',
    'v=2',
    expect.stringMatching(/^session=/),
  ])
  expect(answer.headers.get('X-A')).toBe('1')
  expect(told).toEqual([])
})
