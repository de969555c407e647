/** What the page of a kind shows of a request and its session. */
import { inspect } from 'node:util'
import { LIVES } from 'cartouche'
import type { Request } from 'express'
import { codeOf } from './code.js'
import { cookieIn } from './cookie-in.js'
import { inOneTab, inTheOther } from './deeds.js'
import { PYRAMID_TIMEOUT } from './kinds.js'
import type { Kind } from './kinds.js'
import type { Typed } from './pages/cards.js'
import type { HomeView } from './pages/home.js'
import type { PyramidCookie } from './pages/pyramid-panel.js'
import type { Opened, SealedCookie } from './pages/sealed-panel.js'
import { anatomyOf } from './pyramid-anatomy.js'
import { sealedParts } from './sealed-anatomy.js'
import { storedParts } from './stored-anatomy.js'
import { open } from './trials.js'
import type { Visitor } from './visitors.js'
import type { Witness } from './witness.js'

/** What the page needs besides the request. */
export interface Setting {
  readonly kind: Kind
  readonly secret: string
  readonly witness: Witness
  readonly visitor: Visitor
  readonly moveCode: readonly string[]
  /** What was typed into a form that was not taken. */
  readonly typed?: Typed | undefined
}

/** Takes the messages out of the session, and what was tried out of the visitor's memory. */
export async function homeView(req: Request, setting: Setting): Promise<HomeView> {
  const { kind, witness, visitor, moveCode, typed } = setting
  const cookie = cookieView(req, setting) // as it was sent: what follows changes the session
  const isLost = visitor.served.has(kind.name) && cookie === undefined
  visitor.served.add(kind.name)
  return {
    kind,
    cookie,
    isLost,
    moveCode,
    tabsCode: TABS_CODE,
    typed,
    ...sessionView(req, kind),
    ...(await labView(setting)),
    refusal: witness.refusalOf(req),
    events: visitor.heard.filter((heard) => heard.kind === kind.name).slice(0, 6),
  }
}

const TABS_CODE = [codeOf(inOneTab), codeOf(inTheOther)]

type SessionView = Pick<
  HomeView,
  'user' | 'cart' | 'count' | 'notes' | 'csrfToken' | 'messages' | 'errors'
>

function sessionView({ session }: Request, kind: Kind): SessionView {
  return {
    user: kind.userOf(session),
    cart: session.get('cart', new Map()),
    count: session.get('count', 0),
    notes: session.get('notes', []),
    csrfToken: session.getCsrfToken(),
    messages: session.popFlash().map(String),
    errors: session.popFlash('error').map(String),
  }
}

async function labView({
  kind,
  witness,
  visitor,
}: Setting): Promise<Pick<HomeView, 'trial' | 'tabs' | 'acted' | 'hasCopy' | 'otherBrowser'>> {
  const { trials, tabs, acted, copies, others } = visitor
  const other = others.get(kind.name)
  return {
    trial: take(trials, kind.name),
    tabs: take(tabs, kind.name),
    acted: take(acted, kind.name),
    hasCopy: copies.has(kind.name),
    otherBrowser: other === undefined ? undefined : await open(other, kind, witness),
  }
}

function take<K, V>(map: Map<K, V>, key: K): V | undefined {
  const value = map.get(key)
  map.delete(key)
  return value
}

function cookieView(req: Request, { kind, secret }: Setting): HomeView['cookie'] {
  const text = cookieIn(req, kind.cookieName)
  if (text === undefined) return undefined
  return kind.name === 'pyramid'
    ? pyramidCookie(text, secret, kind.cookieName)
    : sealedCookie(text, req, kind)
}

const now = (): number => Date.now() / 1000

function pyramidCookie(text: string, secret: string, cookieName: string): PyramidCookie {
  const anatomy = anatomyOf(text, secret)
  return { kind: 'pyramid', cookieName, text, anatomy, timeout: PYRAMID_TIMEOUT, now: now() }
}

const { idleTimeout, absoluteTimeout } = LIVES.modern

function sealedCookie(
  text: string,
  { session }: Request,
  { cookieName, name }: Kind,
): SealedCookie {
  const isStored = name === 'stored'
  return {
    kind: isStored ? 'stored' : 'sealed',
    cookieName,
    text,
    parts: isStored ? storedParts(text) : sealedParts(text),
    opened: session.new ? undefined : openedSession(session),
    idleTimeout,
    absoluteTimeout,
    now: now(),
  }
}

function openedSession(session: Request['session']): Opened {
  const { id, subject } = session
  const { data, created, accessed } = session.peek()
  return { id, subject, created, written: accessed, data: show(Object.fromEntries(data)) }
}

function show(data: object): string {
  return inspect(data, { depth: 8, compact: false, maxArrayLength: 200, maxStringLength: 4000 })
}
