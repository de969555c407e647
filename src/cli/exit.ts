/** Exit codes, of all commands alike. */
export const EXIT = {
  /** Done; the answer is yes. */
  yes: 0,
  /** Done; the answer is no: not valid, weak, does not stick. */
  no: 1,
  /** It could not be done: wrong usage, no such file, no answer. */
  trouble: 2,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
