/** Whether a request that a server makes to itself brings the cookies of a session that the one around it has. */

/** @param name of the session's cookie; where it is in several, their names begin with this */
export function bringsCookies(inner: Headers, around: Headers, name: string): boolean {
  const brought = pairsOf(inner, name)
  const had = pairsOf(around, name)
  if (brought.size === 0) return had.size === 0
  return [...brought].every((pair) => had.has(pair))
}

/** A framework has read them in between, and written them in its own way. */
function pairsOf(headers: Headers, name: string): ReadonlySet<string> {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return new Set(pairs.filter((pair) => pair.startsWith(name)).map(plain))
}

function plain(pair: string): string {
  const at = pair.indexOf('=') + 1
  const value = pair.slice(at)
  const isQuoted = at > 0 && value.length > 1 && value.startsWith('"') && value.endsWith('"')
  const unquoted = isQuoted ? pair.slice(0, at) + value.slice(1, -1) : pair
  return decoded(unquoted) ?? unquoted
}

/** `undefined` for what is not percent-encoded. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
