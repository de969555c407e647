/** Why an answer sets the session's cookie, takes it away, or leaves it alone; in plain words. */
import type { SessionEvent } from '../session/events.js'
import type { RequestOutcome } from '../session/request-session.js'
import { newRecord } from '../session/record.js'
import type { SessionSettings } from '../session/settings.js'
import { takesOthers } from '../session/clearing.js'
import { stateOf } from '../session/state.js'
import type { SessionState } from '../session/state.js'
import { differenceTexts } from './difference-text.js'
import { differenceOf, isNone, snapshotOf } from './snapshot.js'
import type { Difference, Snapshot } from './snapshot.js'
import { messageOf, spanText } from './words.js'

/** What is known of a session when the headers of an answer have been made. */
export interface Facts {
  readonly state: SessionState
  readonly settings: SessionSettings
  readonly before: Snapshot
  readonly outcome: RequestOutcome
  readonly effect: Effect
  /** What happened to sessions in this request. */
  readonly events: readonly SessionEvent[]
}

/** What becomes of the browser's cookie. */
export type Effect = 'set' | 'taken away' | 'left alone'

export function reasonsOf(facts: Facts): string[] {
  const { before, state, settings, events, effect } = facts
  if (events.some(({ type }) => type === 'gone')) return [GONE]
  const from = isEnded(facts) ? snapshotOf(NOTHING, settings) : before
  const difference = differenceOf(from, state, settings)
  return [...events.flatMap(eventTexts), ...ruleOf[effect](facts, difference)]
}

const GONE = 'another request has ended the session: the change went nowhere'

/** What a session that begins in place of another differs from. */
const NOTHING = stateOf(newRecord(0))

type Rule = (facts: Facts, difference: Difference) => readonly string[]

const ruleOf: Readonly<Record<Effect, Rule>> = {
  set: whySet,
  'taken away': (facts) => [whyTaken(facts)],
  'left alone': (facts, difference) => whyLeft(facts, difference),
}

/** What else has to be known to make sense of the rest. */
function eventTexts(event: SessionEvent): string[] {
  if (event.type === 'invalid') return [`the cookie was refused: ${messageOf(event.error)}`]
  if (event.type === 'store-error') return ['the store failed: the request went on without it']
  return []
}

/** Whether `invalidate()` or `destroy()` has put another session in the place of the one that was opened. */
const isEnded = ({ state, before }: Facts): boolean => state.record !== before.record

function whySet(facts: Facts, difference: Difference): readonly string[] {
  const why = [
    ...beginnings(facts),
    ...identities(facts),
    ...differenceTexts(difference, facts.settings),
    ...emptied(facts, difference),
    ...whySetAgain(facts),
  ]
  return why.length > 0 ? why : [whyUnchanged(facts)]
}

function emptied({ state, settings }: Facts, { removed }: Difference): string[] {
  const isEmptied = removed.length > 0 && state.record.data.size === 0
  return isEmptied && !settings.life.invalidateEnds
    ? ['emptied, as by invalidate() or clear()']
    : []
}

/** Of a session in a store the cookie holds the id alone: that of one that goes on is set for other reasons. */
function whySetAgain(facts: Facts): string[] {
  const { before, state, settings } = facts
  const { record } = state
  const isKnown = before.isNew || isEnded(facts) || isOther(before, record)
  if (!settings.isStored || isKnown || record.persistent !== before.persistent) return []
  if (record.persistent) return ['it is persistent: its Max-Age begins anew']
  return [
    takesOthers(state) ? 'an older cookie came with it' : 'its id was signed with an older key',
  ]
}

function beginnings(facts: Facts): string[] {
  const { before, state } = facts
  if (isEnded(facts))
    return before.isNew ? ['a new session'] : ['invalidate(): another session begins']
  if (before.isNew) return ['a new session']
  const { from } = state
  return from === undefined ? [] : [`it came in an older format, ${from.format.name}`]
}

function identities(facts: Facts): string[] {
  const { before, state } = facts
  const { record } = state
  if (isEnded(facts)) return record.subject === undefined ? [] : [signIn(record.subject)]
  const isSignIn = record.subject !== before.subject
  const isRenamed = !isSignIn && !before.isNew && isOther(before, record)
  return [
    ...(isSignIn ? [signIn(record.subject)] : []),
    ...(isRenamed ? ['regenerate(): it has another id, or begins anew'] : []),
    ...(record.persistent === before.persistent ? [] : [persistence(record.persistent)]),
  ]
}

/** Where the format carries no id, its time of making tells. */
function isOther(before: Snapshot, { id, created }: SessionState['record']): boolean {
  return id !== before.id || created !== before.created
}

const signIn = (subject: string | undefined): string =>
  subject === undefined
    ? 'it has no subject any more'
    : 'sign-in: its subject was set, which gives it another id'

const persistence = (isPersistent: boolean): string =>
  isPersistent
    ? 'persistent: the browser is to keep it when it is closed'
    : 'no longer persistent: it ends when the browser is closed'

/** Why the cookie of a session is set that holds what it held. */
function whyUnchanged({ state, settings, before }: Facts): string {
  const { life, clock } = settings
  if (state.isFitted && state.fittedText !== state.readText) {
    return 'the schema has made other data of those that were read'
  }
  if (state.changes > 0 && state.marked) return WRITTEN[life.writesMark ? 'marking' : 'changed']
  if (state.isDue && life.reissueTime === 'always') return ALWAYS
  if (state.isDue) return dueText(clock() - before.renewed, Number(life.reissueTime))
  return 'for a reason that this page does not know'
}

const WRITTEN = {
  marking: 'it was written to: by Pyramid’s rules that sets the cookie, though nothing is other',
  changed: 'changed() was called, though nothing is other',
}

const ALWAYS = 'it was accessed: by the rules of Pyramid 1.0 to 1.4 that sets the cookie each time'
function dueText(age: number, reissueTime: number): string {
  return `reissue: ${spanText(age)} since it was last written, more than ${spanText(reissueTime)} (reissueTime)`
}

function whyTaken(facts: Facts): string {
  if (facts.state.isDestroyed) return 'sign-out: destroy()'
  if (isEnded(facts)) return 'sign-out: invalidate(), and nothing was written to it since'
  // Of the session that goes on nothing stands in the store: that is so when the factory has taken it from there.
  const { settings, state } = facts
  const isDropped = settings.isStored && state.record.origin === undefined
  return isDropped
    ? 'it is empty, and this factory keeps no empty sessions'
    : 'another request has ended it'
}

const FAILED =
  'the request failed: the factory sets no cookie then (setOnException, cookieOnException)'

const REFUSED =
  'a CSRF check refused the request, which came from another site: no session begins with its answer'

function whyLeft(facts: Facts, difference: Difference): readonly string[] {
  const { state, settings, outcome } = facts
  const failed = outcome.exception !== undefined && outcome.exception !== null
  if (outcome.refused === true && state.isNew && !state.wasEnded) return [REFUSED]
  if (failed && !settings.setOnException) return [FAILED]
  if (isEnded(facts)) return ['it was ended, and the browser has no cookie of it']
  if (!isNone(difference)) return whyDifferenceIsLeft(facts, difference)
  if (settings.isStored && state.isReissue) return ['its use was noted in the store']
  const isEmpty = state.isNew && state.record.data.size === 0
  if (isEmpty && !settings.life.sendsEmpty) return ['nothing: it is new, and holds nothing']
  return [whyNothing(facts)]
}

function whyDifferenceIsLeft({ settings }: Facts, difference: Difference): readonly string[] {
  const texts = differenceTexts(difference, settings)
  return settings.isStored
    ? [...texts, 'the store has it: the cookie holds an id alone, and stays']
    : [...texts, UNSEEN]
}

const UNSEEN =
  'lost: a change inside a value is not seen by Pyramid’s rules. Call changed(), or set the option detectChanges'

const AS_IT_WAS = 'nothing: it was written to, and all is as it was'
const CHANGED_ALONE = 'nothing: by the rules of Pyramid 1.0 to 1.4 changed() alone sets no cookie'

function whyNothing({ state, settings, before }: Facts): string {
  const { reissueTime } = settings.life
  if (state.changes > 0) {
    return settings.life.changedMarks || state.marked ? AS_IT_WAS : CHANGED_ALONE
  }
  if (state.revision === 0) return 'nothing: it was only looked at'
  if (typeof reissueTime !== 'number') return 'nothing: it was only read'
  const age = spanText(settings.clock() - before.renewed)
  return `nothing: it was only read, ${age} after it was written; reading writes it after ${spanText(reissueTime)} (reissueTime)`
}
