/** The demo's sealed sessions over HTTP: what an application does, and what stops who has a copy. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateKey, pyramidHexFormat, sealedFormat } from '../../src/index.js'
import { Visitor } from './jar.js'
import type { Answer } from './jar.js'
import { change, element, messages, withoutScript } from './page.js'
import { startDemo } from './start.js'

/** What `npm start` serves, with keys that the tests know. */
const { createApp } = (await import(new URL('../../build/demo/app.js', import.meta.url).href)) as {
  createApp: (options: object) => RequestListener
}

const key = generateKey()
const secret = generateKey()
const servers: Server[] = []
let url: string

beforeAll(async () => {
  url = await serve({ isInsecure: false })
})

afterAll(() => {
  for (const server of servers) server.close().closeAllConnections()
})

async function serve({ isInsecure }: { isInsecure: boolean }): Promise<string> {
  const server = createServer(createApp({ key, secret, isInsecure }))
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve))
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

const KINDS = {
  sealed: ['', '__Host-session'],
  unlisted: ['/no-list', '__Host-unlisted'],
  stored: ['/stored', '__Host-stored'],
  pyramid: ['/pyramid', 'session'],
} as const

type KindName = keyof typeof KINDS

/** Somebody who has seen the first page, and is signed in if there is a name. */
async function visitor(kind: KindName = 'sealed', name = '', at = url): Promise<Visitor> {
  const newcomer = new Visitor(at, ...KINDS[kind])
  await newcomer.get('/')
  if (name !== '') await newcomer.submit('/sign-in', { name })
  return newcomer
}

/** The data in a sealed cookie. */
const dataIn = (text: string): unknown =>
  Object.fromEntries(sealedFormat(key).read(text, '__Host-session').data!)

const trial = (answer: Answer): string | undefined => element(answer, 'trial')

describe('the switch', () => {
  test.each([
    ['/', 'Sealed (for new applications)', 'With a revocation list'],
    ['/no-list', 'Sealed (for new applications)', 'Without a revocation list'],
    ['/stored', 'Stored', undefined],
    ['/pyramid', 'Pyramid’s', undefined],
  ])('%s shows where one is', async (path, kind, revocation) => {
    const { text } = await new Visitor(url).get(path)
    const current = [...text.matchAll(/aria-current="true">([^<]*)/g)].map((match) => match[1])
    expect(current).toEqual(revocation === undefined ? [kind] : [kind, revocation])
    expect(text).toMatch(/href="\/"[^>]*>Sealed[^]*href="\/pyramid"[^>]*>Pyramid’s/)
  })

  test('each kind has a session and a cookie of its own', async () => {
    const guest = await visitor('sealed', 'Ada')
    for (const [base, name] of [KINDS.unlisted, KINDS.stored, KINDS.pyramid]) {
      expect((await guest.get(base)).text).toContain('Not signed in')
      expect(guest.cookies.has(name)).toBe(true)
    }
    expect((await guest.get('/')).text).toContain('Signed in as <strong>Ada</strong>')
  })
})

describe('an application', () => {
  test('the cookie is bound to the host and to HTTPS', async () => {
    const guest = new Visitor(url)
    const { headers } = await guest.get('/')
    expect(headers.getSetCookie()[1]?.toLowerCase()).toBe(
      `__host-session=${guest.session!.toLowerCase()}; path=/; secure; httponly; samesite=lax`,
    )
  })

  test('signing in makes it another session, of a subject', async () => {
    const guest = await visitor()
    const before = element(await guest.get('/'), 'session-id')
    const page = await guest.submit('/sign-in', { name: ' Zoë ' })
    expect(messages(page)).toEqual({ status: ['Welcome, Zoë.'], alert: [] })
    expect(element(page, 'session-subject')).toBe('Zoë')
    expect(element(page, 'session-id')).toMatch(/^[\w-]{22}$/)
    expect(element(page, 'session-id')).not.toBe(before)
    expect(element(page, 'events')).toMatch(/^revoked .* POST \/sign-in/)
  })

  test('the cart is a Map, and a change inside it is saved', async () => {
    const guest = await visitor()
    await guest.submit('/cart', { item: 'Ink' })
    await guest.submit('/cart', { item: 'Reed pen' })
    const page = await guest.submit('/cart', { item: 'Ink' })
    expect(element(page, 'cart')).toMatch(/2 × Ink ?1 × Reed pen/)
    const cart = new Map(Object.entries({ Ink: 2, 'Reed pen': 1 }))
    expect(dataIn(guest.session!)).toMatchObject({ cart })
    expect(messages(await guest.submit('/cart/empty')).status).toEqual(['Your cart is empty.'])
    expect(element(await guest.get('/'), 'cart')).toContain('Empty.')
  })

  test.each(['', 'Gold', '<b>Gold</b>', '__proto__'])('the shop has no %j', async (item) => {
    const page = await (await visitor()).submit('/cart', { item })
    expect(messages(page).alert).toEqual(['There is no such thing in this shop.'])
  })

  test('signing out empties the session', async () => {
    const guest = await visitor('sealed', 'Ada')
    await guest.submit('/cart', { item: 'Ink' })
    const page = await guest.submit('/sign-out')
    expect(messages(page).status).toEqual(['You are signed out and your session is empty.'])
    expect(page.text).toContain('Not signed in')
    expect(element(page, 'cart')).toContain('Empty.')
  })

  test('what does not fit is a readable page, and the old cookie stays', async () => {
    const guest = await visitor('sealed', 'Ada')
    const kept = guest.session
    const answer = await guest.post('/notes/overfill')
    expect(answer.status).toBe(413)
    expect(answer.text).toMatch(/<strong>\d+<\/strong> of 4082 characters/)
    expect(guest.session).toBe(kept)
    expect((await guest.get('/')).text).toContain('Signed in as <strong>Ada</strong>')
  })

  test('names and notes are shown, not run', async () => {
    const guest = await visitor('sealed', `<i>"Ada" & 'Co'</i>`)
    await guest.submit('/other-browser')
    const { text } = await guest.submit('/notes', { note: '<script>alert(1)</script>' })
    expect(withoutScript(text)).not.toMatch(/<script|<i>/)
    expect(text).toContain('<strong>&lt;i&gt;&quot;Ada&quot; &amp; &#39;Co&#39;&lt;/i&gt;</strong>')
  })

  test('beside each form stands the code that it runs', async () => {
    const demo = await startDemo() // a test runner writes functions in its own way
    const lines: string[] = []
    for (const kind of ['sealed', 'unlisted', 'stored', 'pyramid'] as const) {
      lines.push(...codeOn(await (await visitor(kind, '', demo.url)).get('/')))
      lines.push(...codeOn(await (await visitor(kind, 'Ada', demo.url)).get('/')))
    }
    await demo.stop()
    const source = sourceOf('deeds') + sourceOf('kinds') + sourceOf('store')
    for (const line of lines) expect(source).toContain(line)
    for (const shown of SHOWN) {
      expect(lines, shown).toSatisfy((all: string[]) => all.some((line) => line.startsWith(shown)))
    }
  })
})

const SHOWN = [
  'session.subject = name',
  'session.invalidate()',
  'session.invalidateAll()',
  'cart.set(item, (cart.get(item) ?? 0) + 1)',
  'session.flash(`Welcome, ${name}.`)',
  "session.subject = session.pop('user')",
  'return memoryStore()',
  'return storedSessionFactory(store, key, {',
  "session.set('notes', ['from the other tab'])",
  'acceptFormats: [{ format,',
  'revocation,',
]

/** The lines of all code on a page. */
function codeOn({ text }: Answer): string[] {
  const blocks = text.matchAll(/<pre class="code"><code>([^]*?)<\/code>/g)
  return [...blocks].flatMap(([, code]) => code!.split('\n').map((line) => plain(line).trim()))
}

const sourceOf = (name: string): string =>
  readFileSync(new URL(`../../demo/${name}.ts`, import.meta.url), 'utf8')

const plain = (text: string): string =>
  text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

describe('a session in a store', () => {
  test('a first visit is told what the server keeps', async () => {
    const inCookie = (await new Visitor(url).get('/')).text
    const inStore = (await new Visitor(url).get('/stored')).text
    expect(inCookie).toContain('The server keeps nothing.')
    expect(inStore).not.toContain('The server keeps nothing.')
    expect(inStore).toContain('The store keeps it.')
  })

  test('the cookie is an id, and stays as it is while the session changes', async () => {
    const guest = await visitor('stored', 'Ada')
    const kept = guest.session!
    expect(Buffer.from(kept, 'base64url')).toHaveLength(1 + 4 + 43 + 32)
    await guest.submit('/cart', { item: 'Ink' })
    const page = await guest.submit('/cart', { item: 'Ink' })
    expect(element(page, 'cart')).toContain('2 × Ink')
    expect(guest.session).toBe(kept)
    expect(element(page, 'data')).toContain("'Ink' =&gt; 2")
    expect(element(page, 'parts')).toMatch(/version.*key id.*secret.*signature/)
  })

  test('more than a cookie holds fits', async () => {
    const guest = await visitor('stored', 'Ada')
    const page = await guest.submit('/notes/overfill')
    expect(page.text).toContain('<li>far too much far too much')
  })

  test('garbage of its length is refused before the store is asked', async () => {
    const guest = await visitor('stored', 'Ada')
    guest.session = change(guest.session!, 30)
    expect(element(await guest.get('/'), 'refusal')).toContain('BAD_SIGNATURE')
  })
})

describe('CSRF', () => {
  const forms: [KindName, string][] = [
    ['sealed', '/sign-out'],
    ['sealed', '/sign-out-everywhere'],
    ['sealed', '/cart'],
    ['sealed', '/change'],
    ['sealed', '/replay'],
    ['sealed', '/other-browser'],
    ['sealed', '/two-tabs'],
    ['unlisted', '/sign-out'],
    ['stored', '/sign-out-everywhere'],
    ['stored', '/notes'],
    ['pyramid', '/change'],
  ]

  test.each(forms)('%s %s is refused without the token', async (kind, path) => {
    const guest = await visitor(kind, 'Ada')
    const { status, text } = await guest.postBody(path, new URLSearchParams({ item: 'Ink' }))
    expect(status).toBe(400)
    expect(text).toContain('<h1>This form was not accepted</h1>')
    const page = await guest.get('/')
    expect(page.text).toContain('Signed in as <strong>Ada</strong>')
    expect(trial(page)).toBeUndefined()
  })

  test('a page of another site is refused, with the token too', async () => {
    const guest = await visitor('sealed', 'Ada')
    const { status, text } = await guest.post('/sign-out', {}, { 'Sec-Fetch-Site': 'cross-site' })
    expect(status).toBe(400)
    expect(text).toContain('another site’s page has sent it')
    expect((await guest.get('/')).text).toContain('Signed in as <strong>Ada</strong>')
  })

  test.each(['/change', '/replay', '/sign-out-everywhere', '/move'])(
    'GET %s is nothing',
    async (path) => {
      expect(await (await visitor()).get(path)).toMatchObject({ status: 404 })
    },
  )
})

describe('the panel', () => {
  test('shows the parts of the cookie that was sent, and what the server sees', async () => {
    const guest = await visitor('sealed', 'Ada')
    const sent = guest.session!
    const page = await guest.get('/')
    expect(element(page, 'raw')).toBe(sent)
    expect(element(page, 'size')).toBe(`${sent.length + 14} of 4096 bytes, with its name`)
    const hex = Buffer.from(sent, 'base64url').toString('hex')
    const shown = [...page.text.matchAll(/<dd[^>]*>\s*<code class="\w+">(\w+)<\/code>\s*<\/dd>/g)]
    expect(shown.map((match) => match[1]).join('')).toBe(hex)
    expect(shown.map((match) => match[1]!.length / 2)).toEqual([1, 4, 24, hex.length / 2 - 45, 16])
    const { created, renewed } = sealedFormat(key).read(sent, '__Host-session')
    for (const time of [created!, renewed, renewed + 1800, created! + 43_200]) {
      expect(page.text).toContain(`>${Math.round(time * 1000) / 1000}</code>`)
    }
  })

  test('shows the data, but no CSRF token', async () => {
    const guest = await visitor('sealed', 'Ada')
    await guest.submit('/cart', { item: 'Ink' })
    const token = sealedFormat(key).read(guest.session!, '__Host-session').data!.get('_csrft_')
    expect(token).toMatch(/^[\da-f]{40}$/)
    const shown = element(await guest.get('/'), 'data')
    expect(shown).not.toContain(token)
    expect(shown).toContain('Ink')
  })

  test('never shows a key or a secret', async () => {
    const guest = await visitor('sealed', 'Ada')
    await guest.submit('/change')
    for (const path of ['/', '/no-list', '/pyramid', '/about', '/nowhere']) {
      const { text } = await guest.get(path)
      for (const hidden of [key, secret, Buffer.from(key, 'base64url').toString('hex')]) {
        expect(text).not.toContain(hidden)
      }
    }
  })
})

describe('a cookie that is refused', () => {
  const sealed = (text: string): string => Buffer.from(text, 'latin1').toString('base64url')

  test.each([
    ['garbage', 'garbage!', 'BAD_BASE64'],
    ['markup', '<script>alert(1)</script>', 'BAD_BASE64'],
    ['nothing', '', 'BAD_TEXT'],
    ['short', sealed('\x01short'), 'BAD_TEXT'],
    ['another version', sealed(`\x09${'x'.repeat(60)}`), 'BAD_TEXT'],
    ['another key', sealed(`\x01${'x'.repeat(60)}`), 'UNKNOWN_KEY'],
    ['very long', 'A'.repeat(5000), 'BAD_TEXT'],
  ])('%s: the page works and says why', async (_, text, code) => {
    const guest = new Visitor(url)
    guest.session = text
    const page = await guest.get('/')
    expect(page.status).toBe(200)
    expect(messages(page).alert[0]).toContain('Your cookie was refused')
    expect(element(page, 'refusal')).toContain(code)
    expect(element(page, 'events')).toMatch(new RegExp(`^invalid ${code} .* GET /`))
    expect(element(page, 'raw')).toBe(
      text === ''
        ? 'None: the cookie is empty.'
        : text.replace('<', '&lt;').replace('<', '&lt;').replaceAll('>', '&gt;'),
    )
    expect(page.text).not.toMatch(/<code[^>]*><\/code>/)
    expect(withoutScript(page.text)).not.toContain('<script')
    expect((await guest.submit('/cart', { item: 'Ink' })).text).not.toContain('id="refusal"')
  })

  test('one that was changed in the browser', async () => {
    const guest = await visitor('sealed', 'Ada')
    guest.session = change(guest.session!, 60)
    const page = await guest.get('/')
    expect(element(page, 'refusal')).toContain('BAD_SIGNATURE')
    expect(page.text).toContain('Not signed in')
  })

  test('one of another name: the name is bound in', async () => {
    const [guest, other] = [await visitor('sealed', 'Ada'), new Visitor(url, ...KINDS.unlisted)]
    other.session = guest.session!
    expect(element(await other.get('/'), 'refusal')).toContain('BAD_SIGNATURE')
  })

  test('garbage beside the session does not end it, nor the experiments', async () => {
    const guest = await visitor('sealed', 'Ada')
    const twice = `${guest.session}; __Host-session=garbage!`
    guest.session = twice
    const page = await guest.submit('/change')
    expect(page.text).toContain('Signed in as <strong>Ada</strong>')
    expect(trial(page)).toContain('BAD_BASE64')
  })

  test('one that does not come back is noticed', async () => {
    const guest = await visitor()
    guest.cookies.delete('__Host-session')
    const page = await guest.get('/')
    expect(element(page, 'lost')).toMatch(/did not keep the cookie __Host-session.*Safari/)
    expect(element(page, 'lost')).toContain('INSECURE_COOKIES=1 npm start')
    expect(element(await guest.get('/'), 'lost')).toBeUndefined()
    guest.cookies.delete('__Host-session')
    expect((await guest.post('/cart')).text).toContain('did not keep the cookie')
  })

  test('the fallback needs no HTTPS', async () => {
    const guest = new Visitor(await serve({ isInsecure: true }), '', 'sealed')
    const { headers } = await guest.get('/')
    expect(headers.getSetCookie()[1]).toBe(
      `sealed=${guest.session}; Path=/; HttpOnly; SameSite=Lax`,
    )
    expect((await guest.submit('/sign-in', { name: 'Ada' })).text).toContain('Signed in as')
  })
})

describe('one character is changed', () => {
  test.each<[KindName, string, string]>([
    ['sealed', 'ciphertext', 'BAD_SIGNATURE'],
    ['sealed', 'nonce', 'BAD_SIGNATURE'],
    ['sealed', 'tag', 'BAD_SIGNATURE'],
    ['sealed', 'key id', 'UNKNOWN_KEY'],
    ['sealed', 'version', 'BAD_TEXT'],
    ['unlisted', 'ciphertext', 'BAD_SIGNATURE'],
    ['stored', 'secret', 'BAD_SIGNATURE'],
    ['stored', 'signature', 'BAD_SIGNATURE'],
    ['stored', 'key id', 'UNKNOWN_KEY'],
    ['pyramid', 'content', 'BAD_SIGNATURE'],
    ['pyramid', 'signature', 'BAD_SIGNATURE'],
  ])('%s, %s: %s', async (kind, part, code) => {
    const guest = await visitor(kind, 'Ada')
    const page = await guest.submit('/change', { part })
    expect(trial(page)).toContain(`Refused: ${code}`)
    expect(page.text).toMatch(/<del>.<\/del>\s*<ins>.<\/ins>/)
    expect(element(page, 'events')).toContain(`${code} a cookie was not taken a cookie with`)
    expect(page.text).toContain('Signed in as <strong>Ada</strong>')
    expect(trial(await guest.get('/'))).toBeUndefined()
  })

  test.each(['', 'nothing', '__proto__'])('there is no part %j', async (part) => {
    const page = await (await visitor()).submit('/change', { part })
    expect(trial(page)).toContain('Refused: BAD_SIGNATURE')
  })
})

describe('the cookie from before sign-out', () => {
  test.each<[KindName, string]>([
    ['sealed', 'Refused: REVOKED'],
    ['stored', 'Refused: NO_SESSION'],
    ['unlisted', 'Taken. Whoever has the copy is signed in as Ada.'],
    ['pyramid', 'Taken. Whoever has the copy is signed in as Ada.'],
  ])('%s: %s', async (kind, outcome) => {
    const guest = await visitor(kind, 'Ada')
    const copy = guest.session!
    await guest.submit('/sign-out')
    const page = await guest.submit('/replay')
    expect(trial(page)).toContain(outcome)
    expect(page.text).toContain('Not signed in')

    const thief = new Visitor(url, ...KINDS[kind])
    thief.session = copy
    const isIn = (await thief.get('/')).text.includes('Signed in as <strong>Ada</strong>')
    expect(isIn).toBe(kind === 'unlisted' || kind === 'pyramid')
  })

  test('before sign-out there is none', async () => {
    const page = await (await visitor('sealed', 'Ada')).submit('/replay')
    expect(messages(page).alert).toEqual(['There is no copy yet: sign in, then sign out.'])
    expect(page.text).toMatch(/<button\s+disabled[^>]*>\s*Replay/)
  })

  test('one visitor’s copy is not another’s', async () => {
    const guest = await visitor('sealed', 'Ada')
    await guest.submit('/sign-out')
    const other = await visitor()
    other.cookies.set('demo-visitor', 'garbage')
    expect(messages(await other.submit('/replay')).alert).toHaveLength(1)
    expect(other.cookies.get('demo-visitor')).toMatch(/^[\da-f-]{36}$/)
  })
})

describe('sign out everywhere', () => {
  test.each<[KindName, string]>([
    ['sealed', 'REVOKED'],
    ['stored', 'NO_SESSION'],
  ])('%s: ends this browser’s session and the other one’s', async (kind, reason) => {
    const guest = await visitor(kind, 'Grace')
    const there = await visitor(kind, 'Grace')
    const before = await guest.submit('/other-browser')
    expect(element(before, 'this-browser')).toBe('signed in as Grace')
    expect(element(before, 'other-browser')).toBe('signed in as Grace')

    const page = await guest.submit('/sign-out-everywhere')
    expect(messages(page).status).toEqual(['You are signed out everywhere.'])
    expect(element(page, 'this-browser')).toBe('not signed in')
    expect(element(page, 'other-browser')).toBe(`ended: ${reason}`)
    expect(element(await there.get('/'), 'refusal')).toContain(reason)
  })

  test('leaves others signed in', async () => {
    const [guest, other] = [await visitor('sealed', 'Eve'), await visitor('sealed', 'Mallory')]
    await guest.submit('/sign-out-everywhere')
    expect((await other.get('/')).text).toContain('Signed in as <strong>Mallory</strong>')
  })

  test('who is not signed in is told so', async () => {
    const guest = await visitor()
    expect(messages(await guest.submit('/other-browser')).alert).toEqual(['Sign in here first.'])
    const page = await guest.submit('/sign-out-everywhere')
    expect(messages(page).alert).toEqual(['Sign in here first.'])
  })
})

describe('two forms at once', () => {
  test.each<[KindName, string, RegExp]>([
    ['sealed', 'bad', /One tab’s count: lost. The other’s note: kept.*came last/],
    ['unlisted', 'bad', /One tab’s count: lost. The other’s note: kept.*came last/],
    ['pyramid', 'bad', /One tab’s count: lost. The other’s note: kept.*came last/],
    ['stored', 'good', /One tab’s count: kept. The other’s note: kept.*its own field/],
  ])('%s: %s', async (kind, colour, outcome) => {
    const guest = await visitor(kind, 'Ada')
    const page = await guest.submit('/two-tabs')
    expect(element(page, 'both-tabs')).toMatch(outcome)
    expect(page.text).toMatch(new RegExp(`<div class="notice ${colour}"[^>]* id="both-tabs"`))
    const after = await guest.get('/')
    expect(element(after, 'both-tabs')).toBeUndefined()
    expect(after.text).toContain('Signed in as <strong>Ada</strong>')
    expect(after.text).not.toContain('<li>from the other tab</li>')
  })
})

describe('what was typed', () => {
  const LONG = `\n<b>${'x'.repeat(6000)}`

  /** The note in the form, as a browser reads it: without the first line break. */
  const typed = ({ text }: Answer): string | undefined =>
    /<textarea[^>]*>\n?([^]*?)<\/textarea>/.exec(text)?.[1]

  test.each(['sealed', 'stored', 'pyramid'] as const)(
    '%s: is kept when it is too long',
    async (kind) => {
      const guest = await visitor(kind, 'Ada')
      const answer = await guest.post('/notes', { note: LONG })
      expect(answer.status).toBe(422)
      expect(plain(typed(answer)!)).toBe(LONG)
      expect(messages(answer)).toEqual({
        status: [],
        alert: ['A note has at most 6000 characters, and this one has 6003.'],
      })
      expect(answer.text).toMatch(/<textarea[^>]*aria-describedby="note-problem"[^>]*aria-invalid/)
      const page = await guest.submit('/notes', { note: 'shorter' })
      expect(page.text).toContain('<li>shorter</li>')
      expect(typed(page)).toBe('')
    },
  )

  test('is kept when it does not fit into the cookie, and can be sent again', async () => {
    const guest = await visitor('sealed', 'Ada')
    const answer = await guest.post('/notes', { note: LONG.slice(0, 5000) })
    expect(answer.status).toBe(413)
    expect(plain(typed(answer)!)).toBe(LONG.slice(0, 5000))
    expect(answer.text).toContain('<form method="post" action="/notes">')
    expect((await guest.submit('/notes', { note: 'shorter' })).text).toContain('<li>shorter</li>')
  })

  test('is none where the button has filled it', async () => {
    const answer = await (await visitor('sealed', 'Ada')).post('/notes/overfill')
    expect(typed(answer)).toBeUndefined()
  })
})

describe('moving from Pyramid', () => {
  test('the session becomes a sealed one, and Pyramid’s cookie goes', async () => {
    const guest = await visitor('pyramid', 'Ada')
    await guest.submit('/notes', { note: 'from Pyramid' })
    await guest.submitAt('/move')
    expect(guest.session).toBeUndefined()
    const page = await guest.getAt('/')
    expect(page.text).toContain('Signed in as <strong>Ada</strong>')
    expect(page.text).toContain('<li>from Pyramid</li>')
    expect(element(page, 'events')).toMatch(/legacy-format .* format pyramid-hex/)
    expect(dataIn(guest.cookies.get('__Host-session')!)).not.toHaveProperty('user')
  })

  test('without a session of Pyramid’s nothing moves', async () => {
    const guest = await visitor('sealed', 'Ada')
    expect(await guest.post('/move')).toMatchObject({ status: 400 })
    guest.cookies.set('session', 'garbage')
    expect(await guest.post('/move')).toMatchObject({ status: 400 })
    expect((await guest.get('/')).text).toContain('Signed in as <strong>Ada</strong>')
  })

  test('the first page does not take Pyramid’s cookie by itself', async () => {
    const guest = await visitor('pyramid', 'Ada')
    expect((await guest.getAt('/')).text).toContain('Not signed in')
    expect(pyramidHexFormat(secret).read(guest.session!, 'session').data?.get('user')).toBe('Ada')
  })
})
