/** What somebody has put in, and what comes of it. */
import { fromInput, inspectCookie } from '../inspect/index.js'
import type { FormatId, InspectInput, Inspection, Pasted } from '../inspect/index.js'

export interface State {
  readonly pasted: Pasted
  /** Which of the cookies in it. */
  readonly chosen: number
  readonly secrets: readonly string[]
  /** `undefined`: what the text looks like. */
  readonly format: FormatId | undefined
}

/** A cookie, and all that is said of it. */
export interface Subject {
  readonly input: InspectInput
  readonly inspection: Inspection
}

export const NOTHING: State = {
  pasted: { kind: 'value', cookies: [] },
  chosen: 0,
  secrets: [],
  format: undefined,
}

/** `undefined` where there is no cookie. */
export function subjectOf({ pasted, chosen, secrets, format }: State): Subject | undefined {
  const cookie = pasted.cookies[chosen]
  if (cookie === undefined) return undefined
  const { text, name, also } = cookie
  const input = { text, cookieName: name, also, secrets: secrets.filter(Boolean), format }
  return { input, inspection: inspectCookie(input) }
}

/** The state of a new text: the cookie of it that looks most like a session is chosen. */
export function pasteInto(state: State, text: string): State {
  const pasted = fromInput(text)
  const ranks = pasted.cookies.map((_, chosen) =>
    rankOf(subjectOf({ ...state, pasted, chosen, format: undefined })),
  )
  return {
    ...state,
    pasted,
    chosen: Math.max(0, ranks.indexOf(Math.max(...ranks))),
    format: undefined,
  }
}

const VERDICTS = ['unknown', 'unreadable', 'unverified', 'forged', 'expired', 'valid'] as const

function rankOf(subject: Subject | undefined): number {
  if (subject === undefined) return -1
  const { verdict, data, guesses } = subject.inspection
  const isSure = guesses[0]?.certain === true
  return VERDICTS.indexOf(verdict) * 4 + (data === undefined ? 0 : 2) + (isSure ? 1 : 0)
}
