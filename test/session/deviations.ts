/**
 * The one table of where a session here deliberately goes another way than the recording, with the
 * reason. The tests assert what we do instead.
 */
import type { Tagged } from '../support/tagged.js'
import type { Scenario } from './scenarios.js'

export interface Deviation {
  /** Which recordings, by name. */
  readonly vectors: RegExp
  readonly reason: string
  /** Pyramid's constructor crashes the request; here the session is new and `onInvalid` hears why. */
  readonly startsNew?: true
  /** The option is refused when the factory is made. */
  readonly refusesOption?: string
  /** The keys in the cookie may stand in any order. */
  readonly anyOrder?: true
  /** What the recording would be if Pyramid did as we do. */
  readonly instead?: (scenario: Scenario) => Scenario
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
  {
    vectors: /^1\.0\/.*\/timeout_none$/,
    reason: 'Null means never, as from Pyramid 1.5. Python 2 finds every number greater than None.',
    instead: (scenario) => {
      const state = dict([['k', { t: 'str', v: 'skltzao' }]])
      return {
        ...scenario,
        initial: { ...scenario.initial, state },
        steps: scenario.steps.map((step) => ({ ...step, result: { t: 'str', v: 'skltzao' } })),
        cookie_data: withState(scenario.cookie_data!, state),
      }
    },
  },
  {
    vectors: /^1\.3\/.*\/timeout_none$/,
    reason: 'Null means never, as from Pyramid 1.5. On Python 3 it crashes the constructor.',
    instead: ({ construct_error: _crash, ...scenario }) => ({
      ...scenario,
      initial: {
        accessed: { t: 'int', v: '5' },
        created: { t: 'float', bits: '4012000000000000' },
        new: false,
        state: dict([['k', { t: 'str', v: 'oyhztyy' }]]),
      },
      steps: [],
      set_cookie: [],
      finished_at: scenario.constructed_at,
    }),
  },
  {
    vectors: /^1\.0\/.*\/size\/(2983|2984|2987)$/,
    reason:
      "Python 2's cPickle leaves out the PUT of a key that it sees once: two bytes more here.",
    instead: (scenario) => {
      const size = Number(/\((\d+) bytes\)/.exec(scenario.finish_error!.message)![1]) + 4
      return { ...scenario, finish_error: { error: 'ValueError', message: `(${size} bytes)` } }
    },
  },
  {
    vectors: /^1\.0\/.*\/popitem\/(same_second|later)$/,
    reason: 'The key set last is popped, as in Python 3. Python 2 pops by the hashes of the keys.',
    instead: (scenario) => {
      const pairs = scenario.initial.state.v as [Tagged, Tagged][]
      return {
        ...scenario,
        steps: scenario.steps.map((step) => ({ ...step, result: { t: 'tuple', v: pairs.at(-1) } })),
        cookie_data: withState(scenario.cookie_data!, { t: 'dict', v: pairs.slice(0, -1) }),
      }
    },
  },
  {
    vectors:
      /^1\.0\/.*\/(return_read_after_60|method\/(update_pairs|(get|new)_csrf_token)\/(new|same_second|later))$/,
    reason: 'Keys stay in the order they were set, as in Python 3. Python 2 lists them by hash.',
    anyOrder: true,
  },
]

export function deviationOf(name: string): Deviation | undefined {
  return DEVIATIONS.find(({ vectors }) => vectors.test(name))
}

function dict(pairs: [string, Tagged][]): Tagged {
  return { t: 'dict', v: pairs.map(([key, value]) => [{ t: 'str', v: key }, value]) }
}

/** The tagged triple (accessed, created, state) with another state. */
function withState(triple: Tagged, state: Tagged): Tagged {
  return { ...triple, v: [...(triple.v as Tagged[]).slice(0, 2), state] }
}
