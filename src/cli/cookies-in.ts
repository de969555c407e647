/** The cookies in what somebody gives: a value, a header, a line of cURL, a HAR. */
import { fromInput } from '../inspect/index.js'
import type { InspectInput, PastedCookie } from '../inspect/index.js'
import { CliError } from './errors.js'

/** @throws {CliError} where there is no cookie, or none of that name */
export function cookiesIn(text: string, name: string | undefined): readonly PastedCookie[] {
  const { cookies } = fromInput(text)
  if (cookies.length === 0)
    throw new CliError('found no cookie in it: give its value, or the header')
  // A value alone is the cookie of whatever name.
  const named = cookies.filter((cookie) => cookie.name === undefined || cookie.name === name)
  if (name === undefined) return cookies
  if (named.length === 0) throw new CliError(`found no cookie of the name that --name says`)
  return named
}

/** As the inspection takes it. */
export function inputOfCookie(
  { name, text, also }: PastedCookie,
  options: Omit<InspectInput, 'text' | 'also'>,
): InspectInput {
  return { ...options, text, also, cookieName: options.cookieName ?? name }
}
