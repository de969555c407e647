import type { SessionFormat } from '../formats/shared-format.js'

/** An older format that a factory still reads, and never writes. */
export interface AcceptedFormat {
  readonly format: SessionFormat
  /** When it is no longer read, in seconds since 1970. */
  readonly until: number
  /** The cookie that holds it: the factory's own, or another, which is taken away when that one is set. */
  readonly cookieName: string
  /** The lines that take it away, or one of another name where the format has several; not the factory's own. */
  readonly clearing: (name: string) => readonly string[]
  /** Those among them of which none takes the place of a cookie that the factory itself sets. */
  readonly elsewhere: (name: string) => readonly string[]
  /** Whether the factory's own cookie takes its place: these lines are at most that of a twin then. */
  readonly isReplaced: boolean
  /** Whether browsers send it behind the factory's own of the same name: that has a longer path. */
  readonly isBehind: boolean
  /** Makes of its data what the factory's own format can hold. */
  readonly convert: ((data: Map<unknown, unknown>) => Map<unknown, unknown>) | null
  /** Hears of each session that was read in it. */
  readonly onUse: (() => void) | null
}
