/**
 * The one table of where a session here deliberately goes another way than the recording, with the
 * reason. The tests assert what we do instead.
 */
import type { Tagged } from '../support/tagged.js'

export interface Deviation {
  /** A regular expression for the names of the vectors. */
  readonly vectors: RegExp
  readonly reason: string
  /** Pyramid's constructor crashes the request; here the session is new and `onInvalid` hears why. */
  readonly startsNew?: true
  /** The option is refused when the factory is configured. */
  readonly refusesOption?: string
  /** What each step returns here. */
  readonly result?: Tagged
  /** What the session holds at first here. */
  readonly initialState?: Tagged
  /** What the cookie holds here. */
  readonly cookieData?: Tagged
  /** How long the refused cookie value is here. */
  readonly size?: number
}

const DEVIATIONS: readonly Deviation[] = [
  {
    vectors:
      /\/value\/(two_items|four_items|string|int|empty_tuple|true|zero|empty_string|empty_list)$/,
    reason: 'A signed value that does not unpack into three crashes the constructor.',
    startsNew: true,
  },
  {
    vectors: /\/value\/(string3|dict3|accessed_(str.*|none|list)|both_times_bad)$/,
    reason: 'A time of access that is no number crashes the constructor.',
    startsNew: true,
  },
  {
    vectors: /\/value\/accessed_huge_int$/,
    reason: 'An integer beyond what a float can hold crashes the constructor.',
    startsNew: true,
  },
  {
    vectors: /\/value\/state_(none|pairs_bad|str|int|true|unhashable_key_pairs)$/,
    reason: 'A state that makes no dict crashes the constructor.',
    startsNew: true,
  },
  {
    vectors: /\/timeout_(str|bad_str|true)$/,
    reason: 'A timeout that is no number is a mistake in the configuration. Python 2 compares it.',
    refusesOption: 'timeout',
  },
]

export function deviationOf(name: string): Deviation | undefined {
  return DEVIATIONS.find(({ vectors }) => vectors.test(name))
}
