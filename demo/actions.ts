/** What the forms do: each changes the session and nothing else. */
import type { Session } from 'cartouche'

declare module 'cartouche' {
  interface SessionData {
    user: string
    count: number
    notes: string[]
  }
}

/** The most characters of a name and of a note. */
export const NAME_LENGTH = 40
export const NOTE_LENGTH = 6000

/** More than fits into a cookie. */
const FAR_TOO_MUCH = 'far too much '.repeat(308)

/** The text of a form's field; empty when it is missing or was sent twice. */
export type Field = (name: string) => string

type Action = (session: Session, field: Field) => void

/** Each form's path and what sending it does. */
export const actions: Readonly<Record<string, Action>> = {
  '/sign-in': signIn,
  '/sign-out': signOut,
  '/counter': count,
  '/counter/reset': resetCounter,
  '/notes': (session, field) => addNote(session, field('note').trim()),
  '/notes/overfill': (session) => addNote(session, FAR_TOO_MUCH),
  '/notes/clear': clearNotes,
}

function signIn(session: Session, field: Field): void {
  const name = field('name').trim()
  if (name === '') {
    session.flash('Type a name to sign in: any will do.', 'error')
  } else if (name.length > NAME_LENGTH) {
    session.flash(`A name has at most ${NAME_LENGTH} characters.`, 'error')
  } else {
    session.set('user', name)
    // A token that somebody learnt before the sign-in is worth nothing after it.
    session.newCsrfToken()
    session.flash(`Welcome, ${name}.`)
  }
}

function signOut(session: Session): void {
  session.invalidate()
  session.flash('You are signed out and your session is empty.')
}

function count(session: Session): void {
  session.set('count', session.get('count', 0) + 1)
}

function resetCounter(session: Session): void {
  session.delete('count')
  session.flash('The counter is back at 0.')
}

function addNote(session: Session, note: string): void {
  if (note === '') {
    session.flash('The note was empty.', 'error')
  } else if (note.length > NOTE_LENGTH) {
    session.flash(`A note has at most ${NOTE_LENGTH} characters.`, 'error')
  } else {
    session.setDefault('notes', []).push(note)
    session.flash('Your note is in the cookie.')
  }
}

function clearNotes(session: Session): void {
  session.delete('notes')
  session.flash('The guest book is empty.')
}
