/** Where the outcome of each form is shown. */
import type { Acted } from '../visitors.js'

interface Place {
  /** The card: the name that its ids begin with. */
  readonly card: string
  /** Whether the button is gone then: its card has the focus instead. */
  readonly isGone: boolean
}

const stays = (card: string): Place => ({ card, isGone: false })
const goes = (card: string): Place => ({ card, isGone: true })

const PLACES = new Map<string, Place>([
  ['/sign-in', goes('account')],
  ['/sign-out', goes('account')],
  ['/move', goes('account')],
  ['/cart', stays('cart')],
  ['/cart/empty', goes('cart')],
  ['/counter', stays('counter')],
  ['/counter/reset', stays('counter')],
  ['/notes', stays('notes')],
  ['/notes/overfill', stays('notes')],
  ['/notes/clear', goes('notes')],
  ['/sign-out-everywhere', goes('everywhere')],
  ['/other-browser', stays('everywhere')],
  ['/two-tabs', stays('tabs')],
  ['/change', stays('change')],
  ['/replay', stays('replay')],
])

/** `undefined` where no form was sent. */
export const placeOf = (acted: Acted | undefined): Place | undefined =>
  acted && PLACES.get(acted.path)
