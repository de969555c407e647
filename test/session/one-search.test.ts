/** A Cookie header may hold nothing but a short name: to look for it again for each older format takes its time. */
import { beforeEach, expect, test, vi } from 'vitest'
import * as strictly from '../../src/cookie/read-strictly.js'
import { sealedCookieSessionFactory, sealedFormat } from '../../src/index.js'
import { keyOf } from '../support/jar.js'

vi.mock('../../src/cookie/read-strictly.js', { spy: true })
const searches = vi.mocked(strictly.readStrictly)

beforeEach(() => {
  searches.mockClear()
})

const factoryOf = (names: readonly string[], options: object = {}) =>
  sealedCookieSessionFactory(keyOf('own'), {
    cookieName: 's',
    ...options,
    acceptFormats: names.map((cookieName, at) => {
      return {
        format: sealedFormat(keyOf(`${at}`)),
        cookieName,
        path: `/${at}`,
        until: '2030-01-01',
      }
    }),
  })

test.each<[string, object, string[], number, number]>([
  ['one older format', {}, ['s'], 1, 2],
  ['six of one name', {}, ['s', 's', 's', 's', 's', 's'], 1, 2],
  ['six of two names', {}, ['s', 't', 's', 't', 's', 't'], 2, 4],
  ['partitioned cookies', { partitioned: true, sameSite: 'None' }, ['s', 's', 's'], 1, 2],
])('a name is looked for once to read, and once to write: %s', (_, options, names, read, all) => {
  const { session, commit } = factoryOf(names, options).open('s;'.repeat(1000))
  expect(session.get('a')).toBeUndefined()
  expect(searches).toHaveBeenCalledTimes(read)
  session.set('a', 1)
  commit()
  expect(searches).toHaveBeenCalledTimes(all)
})
