/** What the table asks of each library; the answers are measured. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { vi } from 'vitest'
import type { Page, Peer } from './peer.js'

/** Asks a library, and gives what it did in a few words. */
export interface Question {
  readonly asks: string
  readonly ask: (peer: Peer) => Promise<string>
}

const MARK = 'readable-by-anybody'
const YEAR = 31_536_000_000

const secretOf = (): string => randomBytes(32).toString('base64url')

/** Answers of requests, in their order. */
interface Client {
  /** What is set is sent from then on, as browsers do it; without their limits. */
  readonly cookies: Map<string, string>
  readonly visit: (path: string) => Promise<Answer>
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly setCookies: readonly string[]
}

async function withServer<T>(
  peer: Peer,
  page: Page,
  use: (client: Client) => Promise<T>,
  secret = secretOf(),
): Promise<T> {
  const server = await peer.serve(secret, page)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use(clientOf((server.address() as AddressInfo).port))
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

function clientOf(port: number): Client {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async visit(path) {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
      const setCookies = response.headers.getSetCookie()
      for (const line of setCookies) keep(cookies, line)
      return { status: response.status, text: await response.text(), setCookies }
    },
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? []
  const isGone = /max-age=0|expires=Thu, 01 Jan 1970/i.test(line) || value === ''
  if (isGone) cookies.delete(name)
  else cookies.set(name, value)
}

/** The pages of all questions. */
const page: Page = async (path, session) => {
  const [, name = '', value = ''] = path.split('/')
  const answer = await PAGES[name]!(session, value)
  return answer ?? ''
}

type Action = (session: Parameters<Page>[1], value: string) => unknown

const PAGES: Readonly<Record<string, (...given: Parameters<Action>) => Promise<string | void>>> = {
  async set({ set, save }, value) {
    set('user', value)
    await save?.()
  },
  user: async ({ get }) => String(get('user') ?? 'nobody'),
  async list({ set, save }) {
    set('list', ['one'])
    await save?.()
  },
  /** Whether it took a call to have it written. */
  async push({ get, save }) {
    ;(get('list') as string[]).push('two')
    await save?.()
    return String(save !== undefined)
  },
  length: async ({ get }) => String((get('list') as string[]).length),
  async date({ set, save }) {
    set('date', new Date(0))
    await save?.()
  },
  isDate: async ({ get }) => String(get('date') instanceof Date),
  async large({ set, save }) {
    set('large', randomBytes(6000).toString('base64'))
    await save?.()
  },
  async end({ end }) {
    await end()
  },
  untouched: async () => undefined,
}

/** A visitor who has signed in as Ada. */
const signedIn = async (peer: Peer, use: (client: Client) => Promise<string>): Promise<string> =>
  await withServer(peer, page, async (client) => {
    const { status, setCookies } = await client.visit('/set/ada')
    if (status !== 200 || setCookies.length === 0) throw new Error(`${peer.name} set no cookie`)
    return await use(client)
  })

const isAda = async ({ visit }: Client): Promise<boolean> => {
  const { status, text } = await visit('/user')
  return status === 200 && text === 'ada'
}

/** A cookie's value, and what its parts stand for in base64. */
const decoded = (value: string): string => {
  const plain = decodeURIComponent(value)
  return [plain, ...plain.split('.').map((part) => Buffer.from(part, 'base64'))].join(' ')
}

const inTheCookie: Question['ask'] = async (peer) =>
  await withServer(peer, page, async ({ cookies, visit }) => {
    await visit(`/set/${MARK.repeat(10)}`)
    const text = [...cookies.values()].map(decoded).join(' ')
    if (text.includes(MARK)) return 'the data, to read'
    return text.length > MARK.length * 10 ? 'the data, encrypted' : 'an id'
  })

const ATTRIBUTES = ['__Host-', 'HttpOnly', 'Secure', 'SameSite']

const attributes: Question['ask'] = async (peer) =>
  await withServer(peer, page, async ({ visit }) => {
    const { setCookies } = await visit('/set/ada')
    const [line] = setCookies
    const found = ATTRIBUTES.filter((name) => line!.toLowerCase().includes(name.toLowerCase()))
    return found.map((name) => `\`${name}\``).join(', ') || 'none of these'
  })

const weakSecret: Question['ask'] = async (peer) => {
  const asked = withServer(peer, page, async ({ visit }) => await visit('/set/ada'), 'a'.repeat(32))
  return await asked.then(
    ({ status }) => (status === 200 ? 'taken' : 'refused'),
    () => 'refused',
  )
}

const damaged: Question['ask'] = async (peer) =>
  await signedIn(peer, async ({ cookies, visit }) => {
    for (const [name, value] of cookies) cookies.set(name, changedAt(value, value.length - 9))
    const { status, text } = await visit('/user')
    return status === 200 && text === 'nobody' ? 'a new session' : `an error, ${status}`
  })

const changedAt = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)

const afterSignOut: Question['ask'] = async (peer) =>
  await signedIn(peer, async (client) => {
    const copy = new Map(client.cookies)
    await client.visit('/end')
    for (const [name, value] of copy) client.cookies.set(name, value)
    return (await isAda(client)) ? 'is signed in' : 'is not'
  })

const afterAYear: Question['ask'] = async (peer) =>
  await signedIn(peer, async (client) => {
    vi.setSystemTime(Date.now() + YEAR)
    return (await isAda(client)) ? 'is signed in' : 'is not'
  })

const inside: Question['ask'] = async (peer) =>
  await signedIn(peer, async ({ visit }) => {
    await visit('/list')
    const { text: isByCall } = await visit('/push')
    if ((await visit('/length')).text !== '2') return 'lost'
    return isByCall === 'true' ? 'kept, by a call' : 'kept'
  })

const date: Question['ask'] = async (peer) =>
  await signedIn(peer, async ({ visit }) => {
    await visit('/date')
    return (await visit('/isDate')).text === 'true' ? 'a Date' : 'text'
  })

const tooMuch: Question['ask'] = async (peer) =>
  await signedIn(peer, async (client) => {
    const { status, setCookies } = await client.visit('/large')
    if (status !== 200) return 'an error'
    const isDropped = setCookies.some((line) => line.split(';')[0]!.length > 4096)
    return isDropped ? 'a cookie that browsers drop' : 'kept'
  })

const untouched: Question['ask'] = async (peer) =>
  await withServer(peer, page, async ({ visit }) => {
    const before = await visit('/untouched')
    await visit('/set/ada')
    const after = await visit('/untouched')
    return before.setCookies.length + after.setCookies.length === 0 ? 'no cookie' : 'a cookie'
  })

/** Two requests, each of which has its session before either has written. */
const atOnce: Question['ask'] = async (peer) => {
  let arrive: () => void
  const arrived = [new Promise<void>((done) => (arrive = done))]
  let waiting = 0
  const slow: Page = async (path, session) => {
    const [, name = '', value = ''] = path.split('/')
    if (name !== 'both') return await page(path, session)
    session.get('user')
    if (++waiting === 2) arrive()
    await arrived[0]
    session.set(value, 'there')
    await session.save?.()
    return ''
  }
  const has: Page = async (path, session) =>
    path === '/has' ? String(session.get('one') === session.get('two')) : await slow(path, session)
  return await withServer(peer, has, async ({ visit }) => {
    await visit('/set/ada')
    await Promise.all([visit('/both/one'), visit('/both/two')])
    return (await visit('/has')).text === 'true' ? 'both are kept' : 'one is lost'
  })
}

/** In the order of the table. */
export const QUESTIONS: readonly Question[] = [
  { asks: 'The cookie holds', ask: inTheCookie },
  { asks: 'Of `__Host-`, `HttpOnly`, `Secure` and `SameSite` its cookie has', ask: attributes },
  { asks: 'A secret of 32 times the letter a is', ask: weakSecret },
  { asks: 'A damaged cookie gives', ask: damaged },
  { asks: 'Who copied the cookie before the sign-out', ask: afterSignOut },
  { asks: 'Who comes with a cookie of a year ago', ask: afterAYear },
  { asks: 'A change inside a list is', ask: inside },
  { asks: 'A Date comes back as', ask: date },
  { asks: 'Of two changes by two requests at once', ask: atOnce },
  { asks: 'More than a cookie can hold is', ask: tooMuch },
  { asks: 'A request that leaves the session alone sets', ask: untouched },
]
