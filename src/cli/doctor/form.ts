/** The form of a page, filled in. */
import type { Step } from './visit.js'

const FIELD = /<input\b[^>]*>/gi
const ATTRIBUTE = /\b(type|name|value)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi

/** The body of a POST: what is hidden in the page, as CSRF tokens are, and what was typed. */
export function filledForm({ answer }: Step, typed: string): string {
  const body = new URLSearchParams(hiddenFields(answer.body))
  for (const [name, value] of new URLSearchParams(typed)) body.set(name, value)
  return body.toString()
}

function hiddenFields(page: string): [string, string][] {
  return Array.from(page.matchAll(FIELD), ([field]) => attributesOf(field)).flatMap(
    ({ type, name, value = '' }): [string, string][] =>
      type?.toLowerCase() === 'hidden' && name !== undefined ? [[name, value]] : [],
  )
}

function attributesOf(field: string): Readonly<Record<string, string | undefined>> {
  const pairs = Array.from(field.matchAll(ATTRIBUTE), ([, name, ...values]) => [
    name!.toLowerCase(),
    unescaped(values.find((value) => value !== undefined) ?? ''),
  ])
  return Object.fromEntries(pairs) as Record<string, string>
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&#34;': '"',
}

const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39|#x27|#34);/gi, (entity) => ENTITIES[entity.toLowerCase()]!)
