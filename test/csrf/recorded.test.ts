/** What Pyramid 1.4 to 2.1 said to recorded requests; here 2.1 is followed, but for what is listed. */
import { describe, expect, test } from 'vitest'
import { checkCsrfOrigin } from '../../src/csrf/check-origin.js'
import { checkCsrfToken } from '../../src/csrf/check-token.js'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import { SessionCSRFStoragePolicy } from '../../src/csrf/session-policy.js'
import type { Session } from '../../src/session/session.js'
import { insteadOf, policyInsteadOf } from './deviations.js'
import { outcomeOf, policyOf, RECORDINGS, recordingsOf, requestOf, VERSIONS } from './recorded.js'
import type { OriginVector, Outcome, PolicyVector, TokenVector } from './recorded.js'

/** How many recordings of Pyramid 2.1 itself are not followed: all but one for what messages quote. */
const OTHERWISE = 34

/** By version: how many recordings were followed, and how many deliberately not. */
const counted = new Map(VERSIONS.map((version) => [version, { followed: 0, otherwise: 0 }]))

/** Pyramid's exceptions by our names. */
const OUR_NAMES: Readonly<Record<string, string>> = {
  'pyramid.exceptions.BadCSRFToken': 'BadCsrfToken',
  'pyramid.exceptions.BadCSRFOrigin': 'BadCsrfOrigin',
}

describe.each(VERSIONS)('Pyramid %s', (version) => {
  const count = counted.get(version)!
  const tokens = recordingsOf<TokenVector>('token', version)
  const origins = recordingsOf<OriginVector>('origin', version)
  const policies = recordingsOf<PolicyVector>('policy', version)

  /** What the outcome has to be here: the recorded one, unless the table says otherwise. */
  function expected<T extends Outcome & { name: string }>(vector: T): Outcome {
    const { name, result, error } = vector
    const recorded: Outcome =
      error === undefined
        ? { result: result! }
        : { error: { error: OUR_NAMES[error.error] ?? error.error, message: error.message } }
    const instead = insteadOf(name, recorded)
    count[instead === undefined ? 'followed' : 'otherwise']++
    if (instead !== undefined) expect(instead, 'what the table lists differs').not.toEqual(recorded)
    return instead ?? recorded
  }

  test.each(tokens)('%s', (_, vector) => {
    expect(checkToken(vector)).toEqual(expected(vector))
  })

  test.each(origins)('%s', (_, vector) => {
    const outcome = expected(vector)
    expect(checkOrigin(vector, true)).toEqual(outcome)
    expect(checkOrigin(vector, false)).toEqual({ result: outcome.result ?? false })
  })

  test.each(policies)('%s', (_, vector) => {
    const instead = policyInsteadOf(vector)
    count[instead === undefined ? 'followed' : 'otherwise']++
    checkPolicy(instead ?? vector)
  })

  test('all were run', () => {
    const { followed, otherwise } = count
    console.log(`Pyramid ${version}: ${followed} as recorded, ${otherwise} as the table says`)
    expect(followed + otherwise).toBe(tokens.length + origins.length + policies.length)
    if (version === '2.1') expect(otherwise).toBe(OTHERWISE)
  })
})

test('no recording was left out', () => {
  const numbers = [...counted.values()].map(({ followed, otherwise }) => followed + otherwise)
  expect(numbers.reduce((sum, number) => sum + number)).toBe(RECORDINGS)
})

function checkToken(vector: TokenVector): Outcome {
  const { expected_token: token, headers, kwargs, method, post, raises } = vector
  const request = requestOf({
    method,
    headers,
    cookieHeader: vector.policy === 'cookie' ? `csrf_token=${token}` : undefined,
    ...(post !== null && {
      bodyValue: (name: string) => post.findLast(([field]) => field === name)?.[1],
    }),
  })
  request.session.set('_csrft_' as never, token as never)
  const policy = policyOf(vector.policy)
  return outcomeOf(() => checkCsrfToken(request, { ...kwargs, policy, raises }))
}

function checkOrigin(vector: OriginVector, raises: boolean): Outcome {
  const [, scheme, host] = /^(\w+):\/\/([^/]*)/.exec(vector.url)!
  const request = requestOf({ scheme: scheme!, host: host!, headers: vector.headers })
  const trustedOrigins = vector.trusted_origins ?? vector.setting ?? []
  const allowNoOrigin = vector.allow_no_origin
  return outcomeOf(() => checkCsrfOrigin(request, { trustedOrigins, allowNoOrigin, raises }))
}

function checkPolicy(vector: PolicyVector): void {
  const { kwargs, stored, expected_token: token } = vector
  const options = Object.fromEntries(
    Object.entries(kwargs).map(([name, value]) => [OPTION_NAMES[name] ?? name, value]),
  )
  const cookieName = (kwargs['cookie_name'] as string | undefined) ?? 'csrf_token'
  const value = stored === 'present' ? token : ''
  const request = requestOf({
    cookieHeader:
      vector.policy === 'cookie' && stored !== 'absent' ? `${cookieName}=${value}` : null,
  })
  if (stored !== 'absent') {
    const key = vector.policy === 'session' ? ((kwargs['key'] as string) ?? '_csrft_') : '_csrft_'
    request.session.set(key as never, value as never)
  }
  // The attribute is there from Pyramid 1.10.
  const sameSite = vector.pyramid_version === '1.9' ? { sameSite: null } : {}
  const policy = policyOf(vector.policy, {
    ...options,
    ...(vector.policy === 'cookie' && sameSite),
  })

  // The recording's session made its tokens otherwise.
  const first = policy.getCsrfToken(request)
  const generated = vector.get === 'generated-1' ? request.session.getCsrfToken() : undefined
  const get = generated ?? vector.get
  expect(first).toBe(get)
  expect(get).not.toBe('')
  expect(policy.getCsrfToken(request)).toBe(generated ?? vector.get_again)
  expect(policy.checkCsrfToken(request, get)).toBe(vector.check_good)
  expect(policy.checkCsrfToken(request, `${get}x`)).toBe(vector.check_bad)

  const after = Object.entries(vector.session_after).map(([key, is]) => [key, generated ?? is])
  const session = request.session as Session
  const tokens = after.map(([key]) => [key, session.peek(key!)])
  expect(Object.fromEntries([...session.peek().data, ...tokens])).toEqual(Object.fromEntries(after))
  const lines = policy.commit?.(request) ?? []
  expect(lines).toEqual(vector.set_cookie.map((line) => ['Set-Cookie', line]))
  expect(policy.commit?.(request) ?? [], 'the cookie is given out once').toEqual([])
  checkRealToken(vector)
}

/** The token of a policy whose `tokenFactory` is its own. */
function checkRealToken({ policy, real_factory_length: length }: PolicyVector): void {
  if (length === undefined) return
  const real = policy === 'cookie' ? new CookieCSRFStoragePolicy() : new SessionCSRFStoragePolicy()
  expect(real.getCsrfToken(requestOf({}))).toMatch(new RegExp(String.raw`^[\da-f]{${length}}$`))
}

const OPTION_NAMES: Readonly<Record<string, string>> = {
  cookie_name: 'cookieName',
  httponly: 'httpOnly',
  max_age: 'maxAge',
  samesite: 'sameSite',
}
