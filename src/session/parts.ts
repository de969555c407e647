import type { CookiePart, SessionFormat } from '../formats/shared-format.js'

/** The cookies that hold a text of the format. */
export function partsOf(
  { cookies }: Pick<SessionFormat, 'cookies'>,
  text: string,
  cookieName: string,
): readonly CookiePart[] {
  return cookies?.split(text, cookieName) ?? [[cookieName, text]]
}
