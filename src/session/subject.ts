/** What a session's subject, and its label, may be. */

/** It is in the cookie, besides the data. */
export const LONGEST_SUBJECT = 256

export const isSubject = (subject: unknown): boolean =>
  typeof subject === 'string' && subject !== '' && subject.length <= LONGEST_SUBJECT

/** @throws {TypeError} for what no session can have: a number is the subject of none, however it looks */
export function checkSubject(subject: unknown, more = ''): void {
  if (isSubject(subject)) return
  throw new TypeError(`subject must be text of 1 to ${LONGEST_SUBJECT} characters${more}`)
}
