/** The ways from the session's data to a value in them, as text: what the tree and the byte map know each other by. */
import { preview } from '../pickle/explain/preview.js'

const LONGEST = 200

/** A key on one line. Tuples can hold more than anybody writes out. */
export function keyText(key: unknown): string {
  const holdsOthers = Array.isArray(key) || key instanceof Set
  return holdsOthers ? preview(key, LONGEST) : String(key)
}

/** Keys of different types are different: `1` is not `'1'`. */
export const pathId = (path: readonly unknown[]): string =>
  path.map((key) => `/${typeof key === 'string' ? '' : `${typeof key}:`}${escaped(key)}`).join('')

const escaped = (key: unknown): string => keyText(key).replaceAll('~', '~0').replaceAll('/', '~1')

/** Whether one lies within the other, or is it. */
export const isWithin = (id: string, outer: string): boolean =>
  id === outer || id.startsWith(`${outer}/`)

/** For people: `cart[0].name`. */
export function pathText(path: readonly unknown[]): string {
  const text = path
    .map((key) => {
      if (typeof key === 'number' || typeof key === 'bigint') return `[${key}]`
      const text = keyText(key)
      return /^[\w$]+$/.test(text) ? `.${text}` : `[${JSON.stringify(text)}]`
    })
    .join('')
  return text.startsWith('.') ? text.slice(1) : text || 'all data'
}
