/** The forms of the experiments. */
import type { Request } from 'express'
import type { Field } from './actions.js'
import { cookieIn } from './cookie-in.js'
import type { Kind } from './kinds.js'
import { sendBoth } from './tabs.js'
import { changeOne, open, valueSet } from './trials.js'
import type { Visitor } from './visitors.js'
import type { Witness } from './witness.js'

/** Who experiments, with what. */
export interface Bench {
  readonly kind: Kind
  readonly witness: Witness
  readonly visitor: Visitor
}

type Run = (req: Request, field: Field, bench: Bench) => Promise<void>

/** Each form's path and what sending it does. */
export function experimentsOf({ name }: Kind): Readonly<Record<string, Run>> {
  const all = { '/change': change, '/replay': replay, '/two-tabs': sendFromTwoTabs }
  if (name !== 'sealed' && name !== 'stored') return all
  return { ...all, '/other-browser': signInElsewhere }
}

const change: Run = async (req, field, { kind, witness, visitor }) => {
  const sent = cookieIn(req, kind.cookieName)
  if (sent === undefined) return
  const [value, changed] = changeOne(sent, kind, field('part'))
  const source = { visitor, kind: kind.name, where: `a cookie with another ${changed.part}` }
  visitor.trials.set(kind.name, { change: changed, ...(await open(value, kind, witness, source)) })
}

const replay: Run = async ({ session }, _field, { kind, witness, visitor }) => {
  const copy = visitor.copies.get(kind.name)
  if (copy === undefined) {
    session.flash('There is no copy yet: sign in, then sign out.', 'error')
    return
  }
  const source = { visitor, kind: kind.name, where: 'the copy from before sign-out' }
  visitor.trials.set(kind.name, { change: undefined, ...(await open(copy, kind, witness, source)) })
}

/** Makes a second session of the same user. */
const signInElsewhere: Run = async ({ session }, _field, { kind, visitor }) => {
  const { subject } = session
  if (subject === undefined) {
    session.flash('Sign in here first.', 'error')
    return
  }
  const other = kind.factory.open()
  await other.load?.()
  other.session.subject = subject
  await other.flush?.()
  visitor.others.set(kind.name, valueSet(other, kind)!)
}

const sendFromTwoTabs: Run = async (_req, _field, { kind, visitor }) => {
  visitor.tabs.set(kind.name, await sendBoth(kind))
}

/** Keeps the cookie of a session that is about to end, as a thief would have it. */
export function keepCopy(req: Request, { kind, visitor }: Bench): void {
  const sent = cookieIn(req, kind.cookieName)
  if (sent !== undefined) visitor.copies.set(kind.name, sent)
}
