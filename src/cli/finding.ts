/** What a check found. */
import type { Paint } from './colours.js'

/** `bad`: somebody can take a session over, or there is none. `doubt`: worth a look. */
export type Level = 'good' | 'doubt' | 'bad'

export interface Finding {
  readonly level: Level
  /** What was looked at. */
  readonly subject: string
  /** How it is; where it is not good, what to do. */
  readonly text: string
}

const MARKS = { good: ['green', '✓'], doubt: ['yellow', '!'], bad: ['red', '✗'] } as const

export function findingLine({ level, subject, text }: Finding, paint: Paint): string {
  const [colour, mark] = MARKS[level]
  return `${paint(colour, mark)} ${paint('bold', subject)}  ${text}`
}

/** Lines whose texts begin in one column. */
export function findingLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  const width = Math.max(0, ...findings.map(({ subject }) => subject.length))
  return findings.map((finding) =>
    findingLine({ ...finding, subject: finding.subject.padEnd(width) }, paint),
  )
}

export const hasBad = (findings: readonly Finding[]): boolean =>
  findings.some(({ level }) => level === 'bad')
