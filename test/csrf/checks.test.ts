/** What the recordings do not ask the checks. */
import { describe, expect, test } from 'vitest'
import { checkCsrfOrigin } from '../../src/csrf/check-origin.js'
import { checkCsrfToken } from '../../src/csrf/check-token.js'
import { csrfSettings, isChecked } from '../../src/csrf/protection.js'
import { lastValue } from '../../src/csrf/request.js'
import { BadCsrfOrigin, BadCsrfToken, CartoucheError } from '../../src/errors.js'
import { requestOf } from './recorded.js'

describe('checkCsrfToken', () => {
  test('the error has a code and a status, and holds no token', () => {
    const request = requestOf({ headers: { 'X-CSRF-Token': 'supplied' } })
    const token = request.session.getCsrfToken()
    let thrown: unknown
    try {
      checkCsrfToken(request)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(BadCsrfToken)
    expect(thrown).toBeInstanceOf(CartoucheError)
    expect(thrown).toMatchObject({ code: 'BAD_CSRF_TOKEN', status: 400, name: 'BadCsrfToken' })
    expect(JSON.stringify(thrown) + String(thrown)).not.toMatch(new RegExp(`supplied|${token}`))
  })

  test('headers may be null and bodies missing', () => {
    const request = { ...requestOf({}), header: () => null }
    expect(checkCsrfToken(request, { raises: false })).toBe(false)
    expect(checkCsrfToken(request, { raises: false, token: null, header: null })).toBe(false)
  })

  test('a session without a token is given one', () => {
    const request = requestOf({})
    expect(checkCsrfToken(request, { raises: false })).toBe(false)
    expect(request.session.get('_csrft_' as never)).toMatch(/^[\da-f]{40}$/)
  })

  test.each<[string, object]>([
    ['token', { token: '' }],
    ['header', { header: 1 }],
    ['raises', { raises: 'no' }],
    ['policy', { policy: 'session' }],
    ['Header', { Header: 'X' }],
  ])('the option %s is refused', (option, options) => {
    expect(() => checkCsrfToken(requestOf({}), options)).toThrow(
      expect.objectContaining({ option }),
    )
  })
})

describe('checkCsrfOrigin', () => {
  const check = (host: string, origin: string, trustedOrigins: string | readonly string[] = []) =>
    checkCsrfOrigin(requestOf({ scheme: 'https', host, headers: { origin } }), {
      trustedOrigins,
      raises: false,
    })

  test.each([
    ['[::1]', 'https://[::1]', true],
    ['[::1]:443', 'https://[::1]', true],
    ['[::1]:8443', 'https://[::1]:8443', true],
    ['[::1]:8443', 'https://[::1]', false],
    ['example.com:80', 'https://example.com', true],
    ['example.com:80', 'https://example.com:80', false],
    ['example.com:', 'https://example.com', false],
    ['', 'https://', false],
    ['', 'https:///path', false],
  ])('host %j, origin %j: %s', (host, origin, passes) => {
    expect(check(host, origin)).toBe(passes)
  })

  test.each([
    ['https://example.org', true],
    ['https://a.b.example.org', true],
    ['https://.example.org', true],
    ['https://notexample.org', false],
    ['https://example.org.evil.test', false],
    ['https://example.org:8443', false],
    ['https://[x].example.org', false],
  ])('trusting .Example.ORG, %s: %s', (origin, passes) => {
    expect(check('here', origin, ['.Example.ORG'])).toBe(passes)
    expect(check('here', origin, 'a\n .Example.ORG\tb')).toBe(passes)
  })

  test('text without an origin trusts none', () => {
    expect(check('here', 'https://', '')).toBe(false)
    expect(check('here', 'https://', ' \n')).toBe(false)
    expect(check('here', 'https://', [''])).toBe(false)
  })

  test("the caller's list stays as it is", () => {
    const trusted = Object.freeze(['a.example'])
    expect(check('here', 'https://here', trusted)).toBe(true)
    expect(trusted).toEqual(['a.example'])
  })

  test('the request may be an instance of a class', () => {
    class Incoming {
      readonly scheme = 'https'
      readonly host = 'here'
      readonly #origin = 'https://here'
      header(name: string) {
        return name === 'Origin' ? this.#origin : undefined
      }
    }
    expect(checkCsrfOrigin(new Incoming())).toBe(true)
  })

  test('the error has a code and a status', () => {
    const error = new BadCsrfOrigin('why')
    expect(error).toMatchObject({ code: 'BAD_CSRF_ORIGIN', status: 400, name: 'BadCsrfOrigin' })
    expect(error.message).toBe('Origin checking failed - why')
  })

  test.each<[string, object]>([
    ['trustedOrigins', { trustedOrigins: [null] }],
    ['allowNoOrigin', { allowNoOrigin: 1 }],
    ['raises', { raises: null }],
    ['allow_no_origin', { allow_no_origin: true }],
  ])('the option %s is refused', (option, options) => {
    expect(() => checkCsrfOrigin(requestOf({}), options)).toThrow(
      expect.objectContaining({ option }),
    )
  })
})

describe('the settings of the automatic check', () => {
  test('defaults are those of set_default_csrf_options', () => {
    expect(csrfSettings({})).toMatchObject({
      requireCsrf: true,
      token: 'csrf_token',
      header: 'X-CSRF-Token',
      safeMethods: ['GET', 'HEAD', 'OPTIONS', 'TRACE'],
      checkOrigin: true,
      allowNoOrigin: false,
      trustedOrigins: [],
      exempt: null,
      ownOrigin: null,
    })
  })

  test('token and header cannot both be off: no request would be checked', () => {
    expect(() => csrfSettings({ token: null, header: null })).toThrow(/both null/)
  })

  test.each<[string, object]>([
    ['exempt', { exempt: ['/a'] }],
    ['callback', { callback: () => true }],
    ['ownOrigin', { ownOrigin: 'https://shop.example/' }],
    ['ownOrigin', { ownOrigin: 'https://user@shop.example' }],
    ['safeMethods', { safeMethods: new Set(['GET']) }],
  ])('the option %s is refused', (option, options) => {
    expect(() => csrfSettings(options)).toThrow(expect.objectContaining({ option }))
  })

  test.each([
    ['GET', false],
    ['TRACE', false],
    ['POST', true],
    ['get', true],
    ['', true],
  ])('%s is checked: %s', (method, checked) => {
    expect(isChecked(csrfSettings({}), requestOf({ method }), {})).toBe(checked)
  })

  test('exempt is asked for unsafe methods only', () => {
    const asked: string[] = []
    const settings = csrfSettings<string>({ exempt: (name) => asked.push(name) > 0 })
    expect(isChecked(settings, requestOf({ method: 'GET' }), 'one')).toBe(false)
    expect(isChecked(settings, requestOf({ method: 'POST' }), 'two')).toBe(false)
    expect(asked).toEqual(['two'])
  })
})

describe('lastValue', () => {
  const form = new FormData()
  form.append('a', 'first')
  form.append('a', 'last')
  form.append('file', new Blob(['x']))

  test.each<[unknown, string, string | undefined]>([
    [form, 'a', 'last'],
    [form, 'file', undefined],
    [form, 'b', undefined],
    [new URLSearchParams('a=1&a=2'), 'a', '2'],
    [new URLSearchParams('a='), 'a', ''],
    [{ a: 'x' }, 'a', 'x'],
    [{ a: ['x', 'y'] }, 'a', 'y'],
    [{ a: [] }, 'a', undefined],
    [{ a: { 0: 'x' } }, 'a', undefined],
    [{ a: 1 }, 'a', undefined],
    [{ getAll: 'x' }, 'getAll', 'x'],
    [{}, 'toString', undefined],
    [Object.create({ a: 'inherited' }), 'a', undefined],
    [Object.assign(Object.create(null), { a: 'x' }), 'a', 'x'],
    ['a=x', 'a', undefined],
    [null, 'a', undefined],
    [undefined, 'a', undefined],
  ])('%o, %s: %s', (body, name, value) => expect(lastValue(body, name)).toBe(value))
})
