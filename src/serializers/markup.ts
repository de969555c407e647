/**
 * Text that is HTML already and is not escaped again: the class `Markup` of the Python package markupsafe, which Flask
 * keeps in sessions. It is read and written as it is; nothing here vouches for what it holds.
 *
 * @example
 * import { flaskSessionFactory, Markup } from 'cartouche/flask'
 *
 * const { session } = flaskSessionFactory('a secret of twenty bytes or more').open()
 * session.flash(new Markup('<b>Saved</b>'))
 * String(session.popFlash()[0]) // → '<b>Saved</b>'
 */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = String(text)
    Object.freeze(this)
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}
