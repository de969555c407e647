/** Text of others, on a terminal: what would move the cursor, change colours or turn the writing round is escaped. */

const UNSAFE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu

/** Without anything that a terminal would obey. */
export function safe(text: string): string {
  return text.replace(UNSAFE, escape)
}

/** The same in quotes, as JSON has them. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(UNSAFE, escape)}"`
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escape = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
