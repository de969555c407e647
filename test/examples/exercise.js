/**
 * What every application in examples/ must do: it is used as a browser without scripts would use it, by the forms
 * of its pages.
 */
import assert from 'node:assert/strict'
import { CookieJar } from 'cartouche/testing'
import { flashesIn, formsIn, headingIn, visitsIn } from './page.js'

/**
 * What an example may do otherwise, in the `exercise` of its package.json.
 *
 * @typedef {object} Expected
 * @property {number} [refused] the status of a form without a token. Default 400
 * @property {boolean} [varies] whether pages say `Vary: Cookie`: a framework may put its own in the place. Default true
 */

const COOKIE = '__Host-session'

/** Markup, so that escaping shows. */
const NAME = '<b>Ada & "Grace"</b>'

/**
 * @param {string} origin where the example listens
 * @param {Expected} [expected]
 * @returns {Promise<number>} how many steps were taken
 * @throws {Error} that names the step which failed
 */
export async function exercise(origin, { refused = 400, varies = true } = {}) {
  const visitor = new Visitor(origin, refused, varies)
  let taken = 0
  for (const [name, step] of Object.entries(STEPS)) {
    try {
      await step(visitor)
      taken++
    } catch (error) {
      throw new Error(`${name}: ${/** @type {Error} */ (error).message}`, { cause: error })
    }
  }
  return taken
}

/** A browser at the example, and what it has seen of it. */
class Visitor {
  /** @param {string} origin @param {number} refused @param {boolean} varies */
  constructor(origin, refused, varies) {
    this.origin = origin
    this.refused = refused
    this.varies = varies
    this.jar = new CookieJar()
    /** @type {import('./page.js').Form | undefined} */
    this.oldForm = undefined
    this.oldCookie = ''
  }

  /** The page, by the cookies that the browser has, or by others. @param {string} [cookie] */
  async open(cookie) {
    const init = cookie === undefined ? {} : { headers: { cookie } }
    const jar = cookie === undefined ? this.jar : new CookieJar()
    const response = await jar.request(fetch, `${this.origin}/`, init)
    assert.equal(response.status, 200, `the page has status ${response.status}`)
    return { html: await response.text(), response }
  }

  /**
   * Sends a form as browsers do.
   *
   * @param {import('./page.js').Form} form
   * @param {Readonly<Record<string, string | undefined>>} [changes] of its fields; `undefined` leaves one out
   */
  send(form, changes = {}) {
    const fields = Object.entries({ ...form.fields, ...changes })
    const given = /** @type {[string, string][]} */ (
      fields.filter(([, value]) => value !== undefined)
    )
    const isMultipart = form.enctype === 'multipart/form-data'
    const body = isMultipart ? new FormData() : new URLSearchParams()
    for (const [name, value] of given) body.append(name, value)
    const headers = { origin: this.origin, 'sec-fetch-site': 'same-origin', accept: 'text/html' }
    const url = new URL(form.action, `${this.origin}/`)
    return this.jar.request(fetch, url, { method: 'POST', headers, body })
  }

  /** The value of the session's cookie. */
  get cookie() {
    return this.jar.cookies().find(({ name }) => name === COOKIE)?.value ?? ''
  }
}

/** @type {Record<string, (visitor: Visitor) => Promise<void>>} */
const STEPS = {
  'signed out, the page has a form to sign in with a token': async (visitor) => {
    const { html, response } = await visitor.open()
    assert.deepEqual(flashesIn(html), [])
    assert.equal(headingIn(html)?.startsWith('Hello') ?? false, false, 'nobody is signed in')
    assert.match(signIn(html).fields['csrf_token'] ?? '', /^\S+$/, 'the token is empty')
    expectAttributes(response)
    expectPrivate(visitor, response)
  },

  'the page has the same session again, and sets no cookie for that': async (visitor) => {
    const before = visitor.cookie
    const { html } = await visitor.open()
    signIn(html)
    assert.equal(visitor.cookie, before)
  },

  'sign-in without a token is refused': async (visitor) => {
    const form = signIn((await visitor.open()).html)
    const answer = await visitor.send(form, { name: NAME, csrf_token: undefined })
    assert.equal(answer.status, visitor.refused)
    assert.equal(headingIn((await visitor.open()).html)?.startsWith('Hello') ?? false, false)
  },

  'sign-in with a wrong token is refused': async (visitor) => {
    const form = signIn((await visitor.open()).html)
    const wrong = 'f'.repeat(form.fields['csrf_token']?.length ?? 0)
    const answer = await visitor.send(form, { name: NAME, csrf_token: wrong })
    assert.equal(answer.status, visitor.refused)
  },

  'sign-in with the token leads to the page, under another session': async (visitor) => {
    const form = signIn((await visitor.open()).html)
    visitor.oldForm = form
    const before = visitor.cookie
    const answer = await visitor.send(form, { name: NAME })
    expectRedirect(visitor, answer)
    expectAttributes(answer)
    assert.notEqual(visitor.cookie, before)
  },

  'the page greets by name, escaped, and shows the message once': async (visitor) => {
    const { html } = await visitor.open()
    assert.equal(headingIn(html), `Hello ${NAME}`)
    assert.ok(!html.includes('<b>'), 'the name is not escaped')
    assert.deepEqual(flashesIn(html), [`Welcome, ${NAME}`])
    assert.equal(visitsIn(html), 1)
  },

  'visits are counted': async (visitor) => {
    for (const visit of [2, 3]) {
      const { html } = await visitor.open()
      assert.deepEqual(flashesIn(html), [], 'the message is shown again')
      assert.equal(visitsIn(html), visit)
    }
  },

  'a token from before the sign-in is worth nothing': async (visitor) => {
    const form = /** @type {import('./page.js').Form} */ (visitor.oldForm)
    const answer = await visitor.send(form, { name: 'Mallory' })
    assert.equal(answer.status, visitor.refused)
    assert.equal(headingIn((await visitor.open()).html), `Hello ${NAME}`)
  },

  'cookies that are no session, and one that was tampered with, are as none': async (visitor) => {
    const { cookie } = visitor
    const at = Math.floor(cookie.length / 2)
    const other = cookie[at] === 'A' ? 'B' : 'A'
    const tampered = cookie.slice(0, at) + other + cookie.slice(at + 1)
    for (const value of ['garbage', '', '%%%', 'x'.repeat(5000), tampered]) {
      const { html } = await visitor.open(`${COOKIE}=${value}`)
      signIn(html)
    }
    assert.equal(headingIn((await visitor.open(`${COOKIE}=${cookie}`)).html), `Hello ${NAME}`)
  },

  'sign-out without a token is refused': async (visitor) => {
    const form = signOut((await visitor.open()).html)
    visitor.oldForm = form
    const answer = await visitor.send(form, { csrf_token: undefined })
    assert.equal(answer.status, visitor.refused)
    assert.equal(headingIn((await visitor.open()).html), `Hello ${NAME}`)
  },

  'sign-out leads to the page, which says so once': async (visitor) => {
    const answer = await visitor.send(signOut((await visitor.open()).html))
    expectRedirect(visitor, answer)
    const { html } = await visitor.open()
    signIn(html)
    assert.deepEqual(flashesIn(html), ['Goodbye'])
    assert.deepEqual(flashesIn((await visitor.open()).html), [])
  },

  'the form of the session that has ended is refused': async (visitor) => {
    const form = /** @type {import('./page.js').Form} */ (visitor.oldForm)
    for (const changes of [{}, { csrf_token: undefined }]) {
      const answer = await visitor.send(form, changes)
      assert.equal(answer.status, visitor.refused)
    }
  },

  'browsers take all of its cookies': async (visitor) => {
    assert.deepEqual(visitor.jar.refused, [])
  },
}

/** @param {string} html */
function signIn(html) {
  const form = formsIn(html).find(({ fields }) => 'name' in fields)
  assert.ok(form, 'the page has no form to sign in')
  return form
}

/** @param {string} html */
function signOut(html) {
  const form = formsIn(html).find(({ fields }) => !('name' in fields))
  assert.ok(form, 'the page has no form to sign out')
  return form
}

/** @param {Visitor} visitor @param {Response} answer */
function expectRedirect({ origin }, answer) {
  assert.equal(answer.status, 303)
  const location = answer.headers.get('location') ?? 'nowhere'
  assert.equal(new URL(location, origin).href, `${origin}/`)
}

/** Those of the sealed factory. @param {Response} response */
function expectAttributes({ headers }) {
  const lines = headers.getSetCookie().filter((line) => line.startsWith(`${COOKIE}=`))
  assert.equal(lines.length, 1, `the session's cookie is set ${lines.length} times`)
  const attributes = lines[0]?.toLowerCase().split(/; */).slice(1).toSorted()
  assert.deepEqual(attributes, ['httponly', 'path=/', 'samesite=lax', 'secure'])
}

/** @param {Visitor} visitor @param {Response} response */
function expectPrivate({ varies }, { headers }) {
  const isSaid = /cookie/i.test(headers.get('vary') ?? '')
  assert.equal(isSaid, varies, 'whether caches are told that the page varies')
  assert.match(headers.get('cache-control') ?? '', /no-store|private/, 'caches may keep the page')
}
