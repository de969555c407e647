/** Two forms of two tabs, sent at once: both requests have the same cookie, and neither knows of the other. */
import { inOneTab, inTheOther } from './deeds.js'
import type { Kind } from './kinds.js'
import { valueSet } from './trials.js'

/** Whose change is still there. */
export interface BothTabs {
  readonly one: boolean
  readonly other: boolean
}

/** Sends them in a session of its own, which ends with it. */
export async function sendBoth(kind: Kind): Promise<BothTabs> {
  const start = await open(kind)
  start.session.getCsrfToken()
  const before = await close(start, kind, '')
  const [one, other] = [await open(kind, before), await open(kind, before)]
  inOneTab(one.session)
  inTheOther(other.session)
  const after = await close(other, kind, await close(one, kind, before))
  const last = await open(kind, after)
  const kept = { one: last.session.has('count'), other: last.session.has('notes') }
  last.session.invalidate()
  await close(last, kind, after)
  return kept
}

type Opened = ReturnType<Kind['factory']['open']>

async function open({ factory, cookieName }: Kind, value?: string): Promise<Opened> {
  const opened = factory.open(value === undefined ? undefined : `${cookieName}=${value}`, {})
  await opened.load?.()
  return opened
}

/** The cookie that the browser has after the answer. */
async function close(opened: Opened, kind: Kind, before: string): Promise<string> {
  await opened.flush?.()
  return valueSet(opened, kind) ?? before
}
