/** The forms that change a session: what each takes, and which deed it does. */
import type { Session } from 'cartouche'
import { codeOf } from './code.js'
import * as deeds from './deeds.js'

/** The most characters of a name and of a note. */
export const NAME_LENGTH = 40
export const NOTE_LENGTH = 6000

/** What can be put into the cart. */
export const ITEMS: readonly string[] = ['Papyrus', 'Reed pen', 'Ink']

/** More than fits into a cookie. */
const FAR_TOO_MUCH = 'far too much '.repeat(308)

/** The text of a form's field; empty when it is missing or was sent twice. */
export type Field = (name: string) => string

export interface Action {
  readonly act: (session: Session, field: Field) => void
  /** The deed's code. */
  readonly code: string
  /** What is wrong with what was typed, which the page then shows again. */
  readonly problemOf?: (field: Field) => string | undefined
  /** Whether it ends a session: the demo keeps a copy of its cookie. */
  readonly endsSession?: boolean
}

/** Each form's path and what sending it does. */
export type Actions = Readonly<Record<string, Action>>

type Deed = (session: Session) => void
type TextDeed = (session: Session, text: string) => void

const of = (deed: Deed): Action => ({ act: (session) => deed(session), code: codeOf(deed) })

const withName = (deed: TextDeed): Action => ({
  act: (session, field) => {
    const name = field('name').trim()
    const problem = nameProblem(name)
    if (problem === undefined) deed(session, name)
    else session.flash(problem, 'error')
  },
  code: codeOf(deed),
})

function nameProblem(name: string): string | undefined {
  if (name === '') return 'Type a name to sign in: any will do.'
  if (name.length > NAME_LENGTH) return `A name has at most ${NAME_LENGTH} characters.`
  return undefined
}

const ofSomebody = (deed: Deed): Action => ({
  act: (session) => {
    if (session.subject === undefined) session.flash('Sign in here first.', 'error')
    else deed(session)
  },
  code: codeOf(deed),
})

const noteOf = (field: Field): string => field('note').trim()

const typedNote: Action = {
  act: (session, field) => {
    const note = noteOf(field)
    if (note === '') session.flash('The note was empty.', 'error')
    else deeds.addNote(session, note)
  },
  problemOf: (field) => {
    const { length } = noteOf(field)
    if (length <= NOTE_LENGTH) return undefined
    return `A note has at most ${NOTE_LENGTH} characters, and this one has ${length}.`
  },
  code: codeOf(deeds.addNote),
}

const withItem = (deed: TextDeed): Action => ({
  act: (session, field) => {
    const item = field('item')
    if (ITEMS.includes(item)) deed(session, item)
    else session.flash('There is no such thing in this shop.', 'error')
  },
  code: codeOf(deed),
})

const common: Actions = {
  '/sign-out': { ...of(deeds.signOut), endsSession: true },
  '/notes': typedNote,
  '/notes/overfill': {
    act: (session) => deeds.addNote(session, FAR_TOO_MUCH),
    code: typedNote.code,
  },
  '/notes/clear': of(deeds.clearNotes),
}

export const unlistedActions: Actions = {
  ...common,
  '/sign-in': withName(deeds.signIn),
  '/cart': withItem(deeds.addToCart),
  '/cart/empty': of(deeds.emptyCart),
}

export const sealedActions: Actions = {
  ...unlistedActions,
  '/sign-out-everywhere': { ...ofSomebody(deeds.signOutEverywhere), endsSession: true },
}

export const pyramidActions: Actions = {
  ...common,
  '/sign-in': withName(deeds.signInToPyramid),
  '/counter': of(deeds.count),
  '/counter/reset': of(deeds.resetCounter),
}

/** A session of Pyramid's becomes a sealed one. */
export const move: Action = of(deeds.moveFromPyramid)
