/**
 * Set-Cookie lines taken apart as browsers do (RFC 6265bis, 5.6):
 *
 *     line      = [ name "=" ] value *( ";" attribute )
 *     attribute = name [ "=" value ], in any letter case, with blanks around; of two, the last counts
 */

/** A line as it stands. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  /** By their names in lower case. */
  readonly attributes: ReadonlyMap<string, string>
}

export function parseSetCookie(line: string): SetCookie {
  const [pair, ...rest] = line.split(';') as [string, ...string[]]
  const [value, name = ''] = cut(pair).toReversed() as [string, string?]
  const attributes = rest.map((attribute): [string, string] => {
    const [name, value = ''] = cut(attribute) as [string, string?]
    return [name.toLowerCase(), value]
  })
  return { name, value, attributes: new Map(attributes) }
}

/** A text and, behind its first "=", another; without the blanks around them. */
function cut(pair: string): readonly string[] {
  const at = pair.indexOf('=')
  return (at < 0 ? [pair] : [pair.slice(0, at), pair.slice(at + 1)]).map(trim)
}

const trim = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '')

/** Whole seconds that a browser keeps the cookie; `undefined` where Max-Age does not say. */
export function maxAgeOf({ attributes }: SetCookie): number | undefined {
  const text = attributes.get('max-age') ?? ''
  return /^-?\d+$/.test(text) ? Number(text) : undefined
}
