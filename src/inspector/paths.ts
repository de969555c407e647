/** The ways from the session's data to a value in them, as text: what the tree and the byte map know each other by. */

/** Keys of different types are different: `1` is not `'1'`. */
export const pathId = (path: readonly unknown[]): string =>
  path.map((key) => `/${typeof key === 'string' ? '' : `${typeof key}:`}${escaped(key)}`).join('')

const escaped = (key: unknown): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1')

/** Whether one lies within the other, or is it. */
export const isWithin = (id: string, outer: string): boolean =>
  id === outer || id.startsWith(`${outer}/`)

/** For people: `cart[0].name`. */
export function pathText(path: readonly unknown[]): string {
  const text = path
    .map((key) => {
      if (typeof key === 'number' || typeof key === 'bigint') return `[${key}]`
      return /^[\w$]+$/.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(String(key))}]`
    })
    .join('')
  return text.startsWith('.') ? text.slice(1) : text || 'all data'
}
