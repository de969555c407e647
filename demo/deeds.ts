/**
 * What the forms do to a session. The pages show these functions as they run, so they are short, and check nothing.
 * Sealed sessions have some of their own; the rest is the same for both.
 */
import type { Session } from 'cartouche'

declare module 'cartouche' {
  interface SessionData {
    user: string
    cart: Map<string, number>
    count: number
    notes: string[]
  }
}

export function signIn(session: Session, name: string): void {
  session.subject = name // new id and token
  session.flash(`Welcome, ${name}.`)
}

export function signOut(session: Session): void {
  session.invalidate()
  session.flash('You are signed out and your session is empty.')
}

export function signOutEverywhere(session: Session): void {
  session.invalidateAll() // by its subject
  session.flash('You are signed out everywhere.')
}

export function addToCart(session: Session, item: string): void {
  const cart = session.get('cart') ?? session.setDefault('cart', new Map())
  cart.set(item, (cart.get(item) ?? 0) + 1)
  // no session.changed(): it is noticed
}

export function emptyCart(session: Session): void {
  session.delete('cart')
  session.flash('Your cart is empty.')
}

export function signInToPyramid(session: Session, name: string): void {
  session.set('user', name)
  session.newCsrfToken()
  session.flash(`Welcome, ${name}.`)
}

export function count(session: Session): void {
  session.set('count', session.get('count', 0) + 1)
}

export function resetCounter(session: Session): void {
  session.delete('count')
  session.flash('The counter is back at 0.')
}

export function addNote(session: Session, note: string): void {
  session.setDefault('notes', []).push(note)
  session.flash('Your note is in the session.')
}

export function clearNotes(session: Session): void {
  session.delete('notes')
  session.flash('The guest book is empty.')
}

/** In two tabs at the same time: requests with one cookie. */
export function inOneTab(session: Session): void {
  session.set('count', 1) // in one tab
}

export function inTheOther(session: Session): void {
  session.set('notes', ['from the other tab'])
}

/** In a session that was read in Pyramid's format. */
export function moveFromPyramid(session: Session): void {
  session.subject = session.pop('user')
  session.flash('Your session has moved: it is sealed now.')
}
