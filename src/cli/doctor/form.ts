/** The form of a page, filled in. */
import type { Step } from './visit.js'

type Attributes = ReadonlyMap<string, string>

/** The body of a POST: what is hidden in the page, as CSRF tokens are, and what was typed. */
export function filledForm({ answer }: Step, typed: string): string {
  const body = new URLSearchParams(hiddenFields(answer.body))
  for (const [name, value] of new URLSearchParams(typed)) body.set(name, value)
  return body.toString()
}

function hiddenFields(page: string): [string, string][] {
  return Array.from(fieldsIn(page)).flatMap((field): [string, string][] => {
    const name = field.get('name')
    const isHidden = field.get('type')?.toLowerCase() === 'hidden'
    return isHidden && name !== undefined ? [[name, field.get('value') ?? '']] : []
  })
}

/** Where a comment or a field begins. */
const BEGIN = /<!--|<input(?=[\s/>])/gi

/** What was looked at is not looked at again: a page in which nothing ends takes no longer than another. */
function fieldsIn(page: string): readonly Attributes[] {
  const fields: Attributes[] = []
  for (let at = 0; at >= 0;) {
    BEGIN.lastIndex = at
    const [begin] = BEGIN.exec(page) ?? []
    if (begin === undefined) break
    if (begin === '<!--') at = page.indexOf('-->', BEGIN.lastIndex)
    else {
      const field = attributesAt(page, BEGIN.lastIndex)
      at = field.end
      if (at < page.length) fields.push(field.attributes)
    }
  }
  return fields
}

/** With a value in quotes, with another, or with none, as HTML has it; or what stands between two. */
const ATTRIBUTE = /[\s/]+|([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y

/** All attributes that begin there, and where they end. */
function attributesAt(
  page: string,
  start: number,
): { readonly attributes: Attributes; readonly end: number } {
  const attributes = new Map<string, string>()
  let end = start
  for (;;) {
    ATTRIBUTE.lastIndex = end
    const match = ATTRIBUTE.exec(page)
    if (match === null) return { attributes, end }
    end = ATTRIBUTE.lastIndex
    const [, name, ...values] = match
    const key = name?.toLowerCase()
    // Of two of a name browsers take the first.
    if (key === undefined || attributes.has(key)) continue
    attributes.set(key, unescaped(values.find((value) => value !== undefined) ?? ''))
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** Numbers too: templates of Go and .NET write the "+" of base64 so. */
const unescaped = (text: string): string =>
  text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (_, hex?: string, decimal?: string, name = '') =>
      ENTITIES[(name as string).toLowerCase()] ??
      characterOf(hex === undefined ? Number(decimal) : parseInt(hex, 16)),
  )

const characterOf = (code: number): string =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
