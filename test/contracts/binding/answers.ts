import { expect } from 'vitest'
import type { Behaviours, Start } from './behaviour.js'
import type { Answer, Reply, Sent } from './harness.js'
import { counter, dataOf, sessions, touch } from './support.js'

/** The answer to a request that changes the session. */
async function answerTo(start: Start, reply: Reply, sent: Sent = {}): Promise<Answer> {
  const { request } = await start((_, { session }) => {
    session().set('a', 1)
    return reply
  })
  return request('/', undefined, sent)
}

const OWN = [
  ['Set-Cookie', 'one=1'],
  ['Set-Cookie', 'two=2; Path=/'],
] as const

export const answers: Behaviours = {
  'a redirect carries the cookie': async (start) => {
    const answer = await answerTo(start, { location: '/elsewhere', chunks: [] })
    expect(answer).toMatchObject({ status: 302, location: '/elsewhere' })
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'a redirect after a POST carries the cookie': async (start) => {
    const reply = { status: 303, location: '/thanks', chunks: [] }
    const answer = await answerTo(start, reply, { method: 'POST', body: 'a=1' })
    expect(answer).toMatchObject({ status: 303, location: '/thanks' })
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'an answer without a body (204) carries the cookie': async (start) => {
    const answer = await answerTo(start, { status: 204, chunks: [] })
    expect(answer).toMatchObject({ status: 204, body: '' })
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'an answer that nothing has changed (304) carries the cookie': async (start) => {
    const headers = [['ETag', '"1"']] as const
    const answer = await answerTo(start, { status: 304, headers, chunks: [] })
    expect([answer.status, answer.body, answer.header('etag')]).toEqual([304, '', '"1"'])
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'the answer to HEAD carries the cookie, and no body': async (start) => {
    const { request } = await start(counter)
    const answer = await request('/', undefined, { method: 'HEAD' })
    expect(answer).toMatchObject({ status: 200, body: '' })
    expect(dataOf(answer)).toEqual({ count: 1 })
  },

  'an answer of the application’s own to what is not there (404) carries the cookie': async (
    start,
  ) => {
    const answer = await answerTo(start, { status: 404, chunks: ['no such page'] })
    expect(answer).toMatchObject({ status: 404, body: 'no such page' })
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'PUT, PATCH and DELETE have a session too': async (start) => {
    const { request } = await start(touch)
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect(dataOf(await request('/', undefined, { method })), method).toEqual({ a: 1 })
    }
  },

  'a cookie that the application sets stays beside that of the session': async (start) => {
    const answer = await answerTo(start, { headers: OWN.slice(0, 1), chunks: ['ok'] })
    expect(answer.setCookies).toEqual(['one=1', expect.stringMatching(/^session=/)])
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'several cookies that the application sets stay, in lines of their own': async (start) => {
    const answer = await answerTo(start, { headers: OWN, chunks: ['ok'] })
    expect(answer.setCookies.slice(0, 2)).toEqual(['one=1', 'two=2; Path=/'])
    expect(answer.setCookies).toHaveLength(3)
    expect(dataOf(answer)).toEqual({ a: 1 })
  },

  'headers and status of the application stay as they are': async (start) => {
    const headers = [
      ['Content-Type', 'text/x-own'],
      ['X-Own', '1'],
    ] as const
    const answer = await answerTo(start, { status: 201, headers, chunks: ['made'] })
    expect(answer).toMatchObject({ status: 201, body: 'made' })
    expect(answer.header('content-type')).toMatch(/^text\/x-own/)
    expect(answer.header('x-own')).toBe('1')
    expect(dataOf(answer, sessions)).toEqual({ a: 1 })
  },
}
