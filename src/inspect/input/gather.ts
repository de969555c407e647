/** Cookies that belong together: a signature beside its value, and pieces. */
import type { CookieText, PastedCookie } from '../inspection.js'
import type { Found } from './header.js'

const PIECE = /^(.+)\.(\d+)$/
const SIGNATURE = '.sig'

/** Each cookie with the others; pieces and signatures are no cookies by themselves. */
export function gathered(found: readonly Found[]): PastedCookie[] {
  const names = new Set(found.map(({ name }) => name))
  const also = found.map(({ name, text }): CookieText => ({ name, text }))
  const whole = found.filter(({ name }) => !isPartOf(name, names))
  return [...whole, ...baseless(found, names)].map(({ name, text, attributes }) => ({
    name,
    text,
    also: also.filter((other) => other.name !== undefined && other.name !== name),
    ...(attributes && { attributes }),
  }))
}

function isPartOf(name: string | undefined, names: ReadonlySet<string | undefined>): boolean {
  if (name === undefined) return false
  if (name.endsWith(SIGNATURE)) return names.has(name.slice(0, -SIGNATURE.length))
  const [, base] = PIECE.exec(name) ?? []
  return base !== undefined && (names.has(base) || names.has(`${base}.0`))
}

/** Of pieces there is no cookie of the name: what they hold together stands for it. */
function baseless(found: readonly Found[], names: ReadonlySet<string | undefined>): Found[] {
  const firsts = found.filter(({ name }) => name?.endsWith('.0') === true)
  return firsts.flatMap(({ name = '', attributes }) => {
    const base = name.slice(0, -2)
    return names.has(base) ? [] : [{ name: base, text: piecesOf(base, found), attributes }]
  })
}

function piecesOf(base: string, found: readonly Found[]): string {
  const texts = new Map(found.map(({ name, text }) => [name, text]))
  let whole = ''
  for (let at = 0; texts.has(`${base}.${at}`); at++) whole += texts.get(`${base}.${at}`)!
  return whole
}
