/** A walk through the demo's side of Pyramid over HTTP, from the sign-in to the end of the process. */
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateKey, signedDeserialize, signedSerialize } from '../../src/index.js'
import { Visitor } from './jar.js'
import { change, element, messages, noCookie, withoutScript } from './page.js'
import { runDemo, startDemo } from './start.js'
import type { Demo } from './start.js'

const SECRET = 'the secret of this test'
let demo: Demo

beforeAll(async () => {
  demo = await startDemo({ SESSION_SECRET: SECRET })
})

afterAll(async () => {
  await demo?.stop()
})

/** Somebody whose browser has no cookie. */
const newVisitor = (url = demo.url): Visitor => new Visitor(url, '/pyramid', 'session')

/** Somebody who has seen the first page, and so has a cookie and a token. */
async function visitor(): Promise<Visitor> {
  const newcomer = newVisitor()
  await newcomer.get('/')
  return newcomer
}

const none = { status: [], alert: [] }

describe('start', () => {
  test('prints the address and a text that signedSerialize made', () => {
    expect(demo.stdout()).toContain(`http://localhost:${demo.port}\n`)
    const [, data, secret, text] =
      /signedSerialize\((.+), '(\w+)'\)\s+→ '(\S+)'/.exec(demo.stdout()) ?? []
    expect(data).toBe('{ userId: 7 }')
    expect(signedDeserialize(text!, secret!)).toEqual({ userId: 7 })
  })

  test('says where its secrets are from, and shows none', async () => {
    expect(demo.stdout()).toContain('signed with your SESSION_SECRET')
    expect(demo.stdout()).not.toContain(SECRET)
    const other = await startDemo({ INSECURE_COOKIES: '1' })
    expect(other.stdout()).toContain('It makes its key at each start')
    expect(other.stdout()).toContain('Set SESSION_SECRET to share')
    expect(other.stdout()).toContain('INSECURE_COOKIES is set')
    await other.stop()
  })

  test('with a database and a key of its own, who is signed in stays so after a restart', async () => {
    const environment = { SESSION_STORE: 'sqlite', SESSION_KEY: generateKey() }
    const first = await startDemo(environment)
    expect(first.stdout()).toMatch(/Stored sessions are in build\/sessions\.db\./)
    expect(first.stdout()).toContain('Its key is your SESSION_KEY')
    expect(first.stdout()).not.toContain(environment.SESSION_KEY)
    const guest = new Visitor(first.url, '/stored', '__Host-stored')
    await guest.get('/')
    await guest.submit('/sign-in', { name: 'Ada' })
    await first.stop()

    const second = await startDemo(environment)
    const back = new Visitor(second.url, '/stored', '__Host-stored')
    back.session = guest.session!
    expect((await back.get('/')).text).toContain('Signed in as <strong>Ada</strong>')
    await second.stop()
  })

  test('a page of stored sessions says where they are, and how they get elsewhere', async () => {
    const inMemory = await new Visitor(demo.url).get('/stored')
    expect(element(inMemory, 'store')).toContain(
      'in memory, and end with the demo. SESSION_STORE=sqlite',
    )
    expect(inMemory.text).toContain('return memoryStore()')
    const other = await startDemo({ SESSION_STORE: 'sqlite' })
    const inFile = await new Visitor(other.url).get('/stored')
    expect(element(inFile, 'store')).toContain('a database of SQLite, build/sessions.db.')
    expect(inFile.text).toContain('sqliteStore(new Database(file))')
    await other.stop()
  })

  test('it listens on localhost alone, and on another address by HOST', async () => {
    const elsewhere = `http://127.0.0.2:${demo.port}`
    await expect(fetch(elsewhere)).rejects.toThrow('fetch failed')
    const open = await startDemo({ HOST: '0.0.0.0', INSECURE_COOKIES: '1' })
    const guest = new Visitor(`http://127.0.0.2:${open.port}`, '', 'sealed')
    await guest.get('/')
    const page = await guest.submit('/sign-in', { name: 'Ada' })
    expect(page.text).toContain('Signed in as <strong>Ada</strong>')
    expect(open.stdout()).toContain(`http://0.0.0.0:${open.port}\n`)
    await open.stop()
  })

  test('HOST without HTTPS is told what browsers do with the cookies', async () => {
    const other = await startDemo({ HOST: '127.0.0.1' })
    expect(other.stdout()).toContain('INSECURE_COOKIES=1 is for other hosts')
    expect(demo.stdout()).not.toContain('INSECURE_COOKIES')
    await other.stop()
    const { code, stderr } = await runDemo({ PORT: '0', HOST: '192.0.2.1' })
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^Cannot listen on .*192\.0\.2\.1.*\n$/),
    ])
  })

  test.each([
    ['SESSION_STORE', 'redis', /^SESSION_STORE must be memory or sqlite, not "redis"\n$/],
    ['SESSION_STORE', '__proto__', /^SESSION_STORE must be/],
    ['SESSION_KEY', 'short', /^key.*\n$/],
  ])('%s=%s is one clear line', async (name, value, line) => {
    const { code, stdout, stderr } = await runDemo({ PORT: '0', [name]: value })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(line)
  })

  test('a busy port is one clear line and exit code 1', async () => {
    const { code, stdout, stderr } = await runDemo({ PORT: String(demo.port) })
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(new RegExp(`^Port ${demo.port} is in use\\. .*PORT=\\d+ npm start\\n$`))
  })

  test.each(['abc', '65536', '-1', '80.5', '0x50', ' '])('PORT=%j is refused', async (PORT) => {
    const { code, stdout, stderr } = await runDemo({ PORT })
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toBe(
      `PORT must be a whole number from 0 to 65535, not ${JSON.stringify(PORT)}\n`,
    )
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it, open connections or not', async (name) => {
    const other = await startDemo()
    await newVisitor(other.url).get('/') // fetch keeps the connection
    const { code, stderr } = await other.stop(name)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

describe('pages', () => {
  test('the first visit sets the cookie, for HTTP only and this site', async () => {
    const guest = newVisitor()
    const answer = await guest.get('/')
    expect(answer.status).toBe(200)
    expect(answer.headers.getSetCookie()).toEqual([
      `demo-visitor=${guest.cookies.get('demo-visitor')}; Path=/; HttpOnly; SameSite=Lax`,
      `session=${guest.session}; Path=/; HttpOnly; SameSite=Lax`,
    ])
    expect(answer.text).toContain('Your browser sent no session cookie')
    expect(answer.text).toContain('Not signed in')
  })

  test.each(['/about', '/style.css', '/nowhere'])(
    '%s does not touch the session, with a cookie or without',
    async (path) => {
      const guest = new Visitor(demo.url)
      expect(noCookie(await guest.get(path))).toBe(true)
      await guest.get('/')
      expect(noCookie(await guest.get(path))).toBe(true)
      guest.session = 'garbage'
      expect(noCookie(await guest.get(path))).toBe(true)
    },
  )

  test('what is not there is a readable 404', async () => {
    const { status, text } = await new Visitor(demo.url).get('/<b>')
    expect(status).toBe(404)
    expect(text).toContain('<h1>No such page</h1>')
    expect(text).not.toContain('<b>')
  })

  test('an address that cannot be decoded is a readable 404', async () => {
    const { status, text } = await new Visitor(demo.url).get('/%E0%A4%A')
    expect(status).toBe(404)
    expect(text).toContain('No such page')
  })

  const paths = ['/', '/no-list', '/pyramid', '/about', '/nowhere']

  test.each(paths)('%s holds one script of its own, and no inline style', async (path) => {
    const { headers, text } = await new Visitor(demo.url).get(path)
    const policy = headers.get('Content-Security-Policy')
    expect(policy).toMatch(/^default-src 'none'; style-src 'self'; script-src 'self'; /)
    expect(policy).not.toContain('unsafe')
    expect(withoutScript(text)).not.toBe(text)
    expect(withoutScript(text)).not.toMatch(/<script|<style| style=| on\w+=/)
    expect(text).toMatch(/^<!doctype html>\s*<html lang="en">/)
    expect(text).toContain('<link rel="icon" href="data:," />') // else browsers ask for one
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.has('X-Powered-By')).toBe(false)
  })

  test('pages of the session are not cached', async () => {
    const { headers } = await new Visitor(demo.url).get('/')
    expect(headers.get('Cache-Control')).toBe('no-store')
  })
})

describe('sign in and out', () => {
  test('signing in redirects, greets once and makes a new token', async () => {
    const guest = await visitor()
    const oldToken = guest.token
    const { status, headers } = await guest.post('/sign-in', { name: ' Ada ' })
    expect({ status, location: headers.get('Location') }).toEqual({
      status: 303,
      location: '/pyramid',
    })

    const page = await guest.get('/')
    expect(page.text).toContain('Signed in as <strong>Ada</strong>')
    expect(page.text).not.toContain('action="/sign-in"')
    expect(messages(page)).toEqual({ status: ['Welcome, Ada.'], alert: [] })
    expect(guest.token).not.toBe(oldToken)
    expect(messages(await guest.get('/'))).toEqual(none)
  })

  test.each([
    ['', 'Type a name to sign in: any will do.'],
    ['   ', 'Type a name to sign in: any will do.'],
    ['x'.repeat(41), 'A name has at most 40 characters.'],
  ])('the name %j is an error, shown once', async (name, message) => {
    const guest = await visitor()
    const page = await guest.submit('/sign-in', { name })
    expect(messages(page)).toEqual({ status: [], alert: [message] })
    expect(page.text).toContain('Not signed in')
    expect(messages(await guest.get('/'))).toEqual(none)
  })

  test('a form without the field is an error as well', async () => {
    const guest = await visitor()
    expect(messages(await guest.submit('/sign-in')).alert).toHaveLength(1)
  })

  test('both queues wait until a page shows them, each in its place, each once', async () => {
    const guest = await visitor()
    await guest.post('/sign-in', { name: '' })
    await guest.post('/counter/reset')
    await guest.post('/notes', { note: '' })
    expect(messages(await guest.get('/'))).toEqual({
      status: ['The counter is back at 0.'],
      alert: ['Type a name to sign in: any will do.', 'The note was empty.'],
    })
    expect(messages(await guest.get('/'))).toEqual(none)
  })

  test('signing out empties the session', async () => {
    const guest = await visitor()
    await guest.submit('/sign-in', { name: 'Ada' })
    await guest.post('/counter')
    await guest.post('/notes', { note: 'I was here' })
    const before = await guest.get('/')
    expect(before.text).toContain('I was here')
    const oldToken = guest.token

    const page = await guest.submit('/sign-out')
    expect(messages(page).status).toEqual(['You are signed out and your session is empty.'])
    expect(page.text).toContain('Not signed in')
    expect(element(page, 'count')).toBe('0')
    expect(page.text).not.toContain('I was here')
    expect(guest.token).not.toBe(oldToken)
    expect(await guest.post('/counter', { csrf_token: oldToken })).toMatchObject({ status: 400 })
  })

  test('names and notes are shown, not run', async () => {
    const guest = await visitor()
    await guest.post('/notes', { note: '<script>alert(1)</script>' })
    const { text } = await guest.submit('/sign-in', { name: `<b>"Ada" & 'Co'</b>` })
    expect(withoutScript(text)).not.toMatch(/<script|<b>/)
    expect(text).toContain('<strong>&lt;b&gt;&quot;Ada&quot; &amp; &#39;Co&#39;&lt;/b&gt;</strong>')
    expect(text).toContain('<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>')
  })
})

describe('counter', () => {
  test('counts, and starts again', async () => {
    const guest = await visitor()
    expect(element(await guest.get('/'), 'count')).toBe('0')
    await guest.post('/counter')
    await guest.post('/counter')
    expect(element(await guest.submit('/counter'), 'count')).toBe('3')
    expect(element(await guest.get('/'), 'count')).toBe('3')
    expect(element(await guest.submit('/counter/reset'), 'count')).toBe('0')
  })
})

describe('CSRF', () => {
  const paths = ['/sign-in', '/sign-out', '/counter', '/counter/reset', '/notes', '/notes/clear']

  test.each(paths)('%s is refused without the token', async (path) => {
    const guest = await visitor()
    await guest.submit('/sign-in', { name: 'Ada' })
    await guest.post('/notes', { note: 'kept' })
    await guest.submit('/counter')
    const { status, text } = await guest.postBody(path, new URLSearchParams({ name: 'Eve' }))
    expect(status).toBe(400)
    expect(text).toContain('<h1>This form was not accepted</h1>')

    const page = await guest.get('/')
    expect(page.text).toContain('Signed in as <strong>Ada</strong>')
    expect(element(page, 'count')).toBe('1')
    expect(page.text).toContain('<li>kept</li>')
    expect(messages(page)).toEqual(none)
  })

  test('a wrong token is refused: another session’s, a part, more', async () => {
    const [guest, other] = [await visitor(), await visitor()]
    expect(guest.token).toMatch(/^[0-9a-f]{40}$/)
    expect(other.token).not.toBe(guest.token)
    const half = guest.token.slice(0, 20)
    for (const token of [other.token, half, `${guest.token}0`, '', 'ä'.repeat(40)]) {
      const { status } = await guest.post('/counter', { csrf_token: token })
      expect({ token, status }).toEqual({ token, status: 400 })
    }
    expect(element(await guest.get('/'), 'count')).toBe('0')
    expect(await guest.post('/counter')).toMatchObject({ status: 303 })
  })

  test('GET does nothing', async () => {
    const guest = await visitor()
    expect(await guest.get('/counter')).toMatchObject({ status: 404 })
    expect(element(await guest.get('/'), 'count')).toBe('0')
  })
})

describe('guest book', () => {
  test('keeps notes in their order, and clears them', async () => {
    const guest = await visitor()
    await guest.post('/notes', { note: 'first' })
    const page = await guest.submit('/notes', { note: 'second' })
    expect(page.text).toMatch(/<li>first<\/li>\s*<li>second<\/li>/)
    const cleared = await guest.submit('/notes/clear')
    expect(cleared.text).toContain('No notes yet')
    expect(messages(cleared).status).toEqual(['The guest book is empty.'])
  })

  test.each([
    ['a long note', '/notes', { note: 'x'.repeat(4000) }],
    ['the button for it', '/notes/overfill', {}],
  ])('%s does not fit: a readable page, and the old cookie stays', async (_, path, fields) => {
    const guest = await visitor()
    await guest.submit('/sign-in', { name: 'Ada' })
    await guest.submit('/notes', { note: 'short' })
    const kept = guest.session!

    const answer = await guest.post(path, fields as Record<string, string>)
    expect(answer.status).toBe(413)
    expect(noCookie(answer)).toBe(true)
    expect(answer.headers.has('Location')).toBe(false)
    expect(answer.text).toContain('<h1>That does not fit into the cookie</h1>')
    const [, size] = /<strong>(\d+)<\/strong> of 4064 characters/.exec(answer.text) ?? []
    expect(Number(size)).toBeGreaterThan(4064)
    expect(answer.text).toMatch(new RegExp(`value="${size}"`))
    expect(answer.text).toContain(`${kept.length} characters and all that is in it`)

    expect(guest.session).toBe(kept)
    const page = await guest.get('/')
    expect(page.text).toContain('Signed in as <strong>Ada</strong>')
    expect(page.text).toContain('<li>short</li>')
    expect(page.text).not.toContain('xxxx')
    expect(messages(page)).toEqual(none)
  })

  test('a form that no server should take in is a readable 413', async () => {
    const guest = await visitor()
    const answer = await guest.post('/notes', { note: 'x'.repeat(70_000) })
    expect(answer.status).toBe(413)
    expect(answer.text).toContain('request entity too large')
    expect(noCookie(answer)).toBe(true)
  })
})

describe('the panel', () => {
  test('shows the cookie that the browser sent', async () => {
    const guest = await visitor()
    await guest.post('/sign-in', { name: 'Ada' })
    const sent = guest.session! // with the message that the page takes out
    const page = await guest.get('/')
    expect(guest.session).not.toBe(sent)

    expect(element(page, 'size')).toBe(`${sent.length} of 4064 characters`)
    expect(page.text).toMatch(new RegExp(`<meter[^>]+high="4064"[^>]+value="${sent.length}"`))
    expect(element(page, 'raw')).toBe(sent)
    expect(page.text).toContain(`<code class="signature">${sent.slice(0, 40)}</code>`)
    expect(page.text).toContain(`<code class="base64">${sent.slice(40)}</code>`)
    expect(page.text).toContain('Signature is right')
  })

  test('shows the times in UTC and in seconds', async () => {
    const guest = await visitor()
    const times = signedDeserialize(guest.session!, SECRET) as [number, number, unknown]
    const [accessed, created] = times
    expect(Math.abs(created - Date.now() / 1000)).toBeLessThan(60)
    const { text } = await guest.get('/')
    for (const seconds of [created, accessed, accessed + 1200]) {
      const [date, time] = new Date(seconds * 1000).toISOString().split(/[T.]/)
      expect(text).toContain(`<span class="day">${date}</span> <span class="clock">${time}</span>`)
      expect(text).toContain(`>${seconds}</code>`)
    }
  })

  test('shows the content, decoded, and that it is readable without the secret', async () => {
    const guest = await visitor()
    await guest.submit('/sign-in', { name: 'Zoë' })
    await guest.post('/notes', { note: 'a secret?' })
    const page = await guest.get('/')
    const data = element(page, 'data')
    expect(data).toContain("user: 'Zoë'")
    expect(data).toMatch(/notes: \[\s+'a secret\?'\s+\]/)
    expect(data).toContain(`_csrft_: '${guest.token}'`)
    expect(element(page, 'readable')).toMatch(/Zoë[^]*a secret\?/)
    expect(page.text).toContain('Signed, not encrypted')
  })

  test('says when the session had ended for want of use', async () => {
    const guest = newVisitor()
    const now = Math.floor(Date.now() / 1000)
    const old = signedSerialize([now - 1300, now - 9000, { count: 5 }], SECRET)
    guest.session = old
    const page = await guest.get('/')
    expect(page.text).toContain('This session had ended')
    expect(element(page, 'count')).toBe('0')
    expect(element(page, 'data')).toContain('count: 5')
    expect((await guest.get('/')).text).not.toContain('This session had ended')
  })
})

describe('a cookie that is refused', () => {
  const now = Math.floor(Date.now() / 1000)
  const good = signedSerialize([now, now, { user: 'Eve' }], SECRET)
  const sign = (bytes: Buffer): string =>
    createHmac('sha1', SECRET).update(bytes).digest('hex') + bytes.toString('base64')

  test('the one that all others are made from is taken', async () => {
    const guest = newVisitor()
    guest.session = good
    const { text } = await guest.get('/')
    expect(text).toContain('Signed in as <strong>Eve</strong>')
    expect(text).not.toContain('id="refusal"')
  })

  test.each([
    ['garbage', 'garbage', 'BAD_SIGNATURE'],
    ['nothing', '', 'BAD_SIGNATURE'],
    ['markup', '<script>alert(1)</script>', 'BAD_SIGNATURE'],
    ['cut off', good.slice(0, 45), 'BAD_BASE64'],
    ['content changed', change(good, 60), 'BAD_SIGNATURE'],
    ['signature changed', change(good, 0), 'BAD_SIGNATURE'],
    ['another secret', signedSerialize([now, now, { user: 'Eve' }], 'x'), 'BAD_SIGNATURE'],
    ['no pickle', sign(Buffer.from('no pickle')), 'BAD_PAYLOAD'],
    ['no session', signedSerialize(['no', 'session'], SECRET), 'BAD_SESSION'],
    ['no time', signedSerialize([null, now, {}], SECRET), 'BAD_SESSION'],
  ])('%s: the page works and says why', async (_, text, code) => {
    const guest = newVisitor()
    guest.session = text
    const page = await guest.get('/')
    expect(page.status).toBe(200)
    expect(messages(page).alert[0]).toContain('Your cookie was refused')
    expect(element(page, 'refusal')).toContain('This cookie was refused.')
    expect(page.text).toContain(`<code>${code}</code>`)
    expect(page.text).toContain('Not signed in')
    expect(withoutScript(page.text)).not.toContain('<script')
    expect(element(page, 'size')).toBe(`${text.length} of 4064 characters`)
    expect(page.text).not.toMatch(/<code[^>]*>\s*<\/code>/)
    const isWhole = /^[\da-f]{40}[\w+/]{4}/.test(text) && text.length % 4 === 0
    expect(page.text.includes('Signature: 40 hex digits')).toBe(isWhole)
    expect(page.text.includes('Signed, not encrypted')).toBe(isWhole)

    // The cookie was replaced: from now on all is well.
    expect((await guest.submit('/counter')).text).not.toContain('refused.')
    expect(element(await guest.get('/'), 'count')).toBe('1')
  })

  test('one request’s refusal is not shown to another', async () => {
    const [bad, fine] = [newVisitor(), await visitor()]
    bad.session = 'garbage'
    const pages = await Promise.all([bad.get('/'), fine.get('/'), bad.get('/'), fine.get('/')])
    expect(pages.map((page) => page.text.includes('id="refusal"'))).toContain(true)
    expect(pages[1]!.text).not.toContain('id="refusal"')
    expect(pages[3]!.text).not.toContain('id="refusal"')
  })

  test('a form sent with it is refused too, without a crash', async () => {
    const guest = await visitor()
    guest.session = 'garbage'
    expect(await guest.post('/counter')).toMatchObject({ status: 400 })
    expect((await guest.submit('/counter').catch(String)) as string).toContain('400')
    await guest.get('/')
    expect(element(await guest.submit('/counter'), 'count')).toBe('1')
  })

  test('a demo that was started with another secret', async () => {
    const guest = await visitor()
    await guest.submit('/sign-in', { name: 'Ada' })
    const other = await startDemo({ SESSION_SECRET: 'another secret' })
    const moved = newVisitor(other.url)
    moved.session = guest.session!
    const page = await moved.get('/')
    await other.stop()
    expect(element(page, 'refusal')).toMatch(/another secret[^]*BAD_SIGNATURE/)
    expect(page.text).toContain('Not signed in')
    expect(element(page, 'readable')).toContain('Ada')
  })
})
