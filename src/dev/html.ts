/** Markup in which everything that is put in is escaped. */

/** Markup that is done. Made by {@link html} and {@link trusted} alone. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What can be put in: markup stays, text and numbers are escaped, lists are joined, `undefined` is nothing. */
export type Part = Markup | string | number | undefined | readonly Part[]

/** Template tag: the literal parts are the markup. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const texts = literals.map((literal, at) => literal + (at < parts.length ? shown(parts[at]) : ''))
  return new Markup(texts.join(''))
}

/** For what this folder itself has written. */
export const trusted = (text: string): Markup => new Markup(text)

function shown(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Markup) return part.text
  return typeof part === 'object' ? part.map(shown).join('') : escaped(String(part))
}

const NAMES = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['"', 'quot'],
  ["'", '#39'],
])

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&${NAMES.get(sign)};`)
}
