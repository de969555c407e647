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
  /** Pyramid crashes the request or takes the session; here it is new and `onInvalid` hears why. */
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
      /^1\.[03]\/.*\/value\/(two_items|four_items|string|int|empty_tuple|true|zero|empty_string|empty_list)$/,
    reason: 'A signed value that does not unpack into three crashes the constructor.',
    startsNew: true,
  },
  {
    vectors: /^1\.[03]\/.*\/value\/(string3|dict3|accessed_(str.*|none|list)|both_times_bad)$/,
    reason: 'A time of access that is no number crashes the constructor.',
    startsNew: true,
  },
  {
    vectors: /\/cookie_from_future$|\/value\/accessed_((minus_)?inf|nan|big_float)$/,
    reason:
      'A time that is not finite, or more than a day ahead, is that of a session without end.',
    startsNew: true,
  },
  {
    vectors: /^(?:1\.5|1\.10\.8|2\.1)\/.*\/value\/accessed_str_(nan|inf)$/,
    reason: 'Likewise, as text.',
    startsNew: true,
  },
  {
    vectors: /^1\.[03]\/.*\/value\/created_huge$/,
    reason: 'So is the time it was made, which Pyramid up to 1.4 does not look at.',
    startsNew: true,
  },
  {
    vectors: /\/value\/accessed_huge_int$|^(?:1\.5|1\.10\.8|2\.1)\/.*\/value\/created_huge$/,
    reason: 'An integer beyond what a float can hold crashes the constructor.',
    startsNew: true,
  },
  {
    vectors: /\/value\/state_(none|pairs_bad|str|int|true|unhashable_key_pairs)$/,
    reason: 'A state that makes no dict crashes the constructor.',
    startsNew: true,
  },
  {
    vectors: /\/unenc\/timeout_(str|bad_str|true)$|\/timeout_bad_str$/,
    reason:
      'A timeout that is no number is refused when the factory is made. Pyramid compares or converts it.',
    refusesOption: 'timeout',
  },
  {
    vectors: /\/reissue_bad$/,
    reason: 'So is a reissue time.',
    refusesOption: 'reissueTime',
  },
  {
    vectors: /^1\.5\/.*\/signed\/timeout_(str|float)$/,
    reason: 'A timeout of "10" or 10.9 is 10, as from Pyramid 1.6. In 1.5 it is taken as it is.',
    instead: (scenario) => withOtherState(scenario, dict([]), NONE),
  },
  {
    vectors: /^1\.10\.8\/.*\/unenc\/timeout_float$/,
    reason: 'The first factory takes the timeout as it is, as up to Pyramid 1.5. Later 10.9 is 10.',
    instead: (scenario) => withOtherState(scenario, dict([['k', text('mcuop')]]), text('mcuop')),
  },
  {
    vectors: /^1\.5\/.*\/value\/accessed_str_underscore$/,
    reason:
      'Text becomes a float as in Python 3, where "1_000" is 1000 (and long ago). Not in Python 2.',
    instead: (scenario) => {
      const accessed: Tagged = { t: 'float', bits: '408f400000000000' }
      const created = createdAfter('1_000', scenario.request_cookie!)
      const times = { created, new: false }
      const [written, , state] = scenario.cookie_data!.v as Tagged[]
      return {
        ...scenario,
        initial: { ...scenario.initial, ...times, accessed },
        steps: scenario.steps.map((step) => ({ ...step, after: { ...step.after, ...times } })),
        cookie_data: { t: 'tuple', v: [written, created, state] },
      }
    },
  },
  {
    vectors: /^1\.5\/.*\/reissue_3_age_[56]$/,
    reason:
      'A reissue time of "3" is 3, as from Pyramid 1.6. Python 2 finds no number greater than text.',
    instead: (scenario) => ({ ...scenario, set_cookie: ['session=any; Path=/'] }),
  },
  {
    vectors: /^1\.0\/.*\/timeout_none$/,
    reason: 'Null means never, as from Pyramid 1.5. Python 2 finds every number greater than None.',
    instead: (scenario) =>
      withOtherState(scenario, dict([['k', text('skltzao')]]), text('skltzao')),
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
        state: dict([['k', text('oyhztyy')]]),
      },
      steps: [],
      set_cookie: [],
      finished_at: scenario.constructed_at,
    }),
  },
  {
    vectors: /^1\.[05]\/.*\/unenc\/size\/(2983|2984|2987)$/,
    reason:
      "Python 2's cPickle leaves out the PUT of a key that it sees once: two bytes more here.",
    instead: (scenario) => withSize(scenario, (size) => size + 4),
  },
  {
    vectors: /^1\.5\/.*\/signed\/size\//,
    reason: 'Likewise; this format has no padding.',
    instead: (scenario) =>
      withSize(scenario, (size) => Math.ceil(((Math.floor((size * 3) / 4) + 2) * 4) / 3)),
  },
  {
    vectors: /^1\.[05]\/.*\/popitem\/(same_second|later)$/,
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
      /^1\.[05]\/.*\/(return_read_after_60|reissue_none_set|method\/(update_pairs|(get|new)_csrf_token)\/(new|same_second|later))$/,
    reason: 'Keys stay in the order they were set, as in Python 3. Python 2 lists them by hash.',
    anyOrder: true,
  },
]

export function deviationOf(name: string): Deviation | undefined {
  return DEVIATIONS.find(({ vectors }) => vectors.test(name))
}

const NONE: Tagged = { t: 'none' }

const text = (v: string): Tagged => ({ t: 'str', v })

function dict(pairs: [string, Tagged][]): Tagged {
  return { t: 'dict', v: pairs.map(([key, value]) => [text(key), value]) }
}

/** The float that stands right behind a text in the pickle of a cookie. */
function createdAfter(first: string, cookie: string): Tagged {
  const binary = /^[0-9a-f]{40}/.test(cookie) ? cookie.slice(40) : cookie
  const bytes = Buffer.from(binary, 'base64')
  const at = bytes.indexOf(first) + first.length + 'q1G'.length
  return { t: 'float', bits: bytes.subarray(at, at + 8).toString('hex') }
}

/** The recording of one `get`, with another state from the first and another result. */
function withOtherState(scenario: Scenario, state: Tagged, result: Tagged): Scenario {
  return {
    ...scenario,
    initial: { ...scenario.initial, state },
    steps: scenario.steps.map((step) => ({ ...step, result })),
    cookie_data: withState(scenario.cookie_data!, state),
  }
}

/** The recording of a cookie that is too large, with another size. */
function withSize(scenario: Scenario, sizeHere: (size: number) => number): Scenario {
  const size = Number(/\((\d+) bytes\)/.exec(scenario.finish_error!.message)![1])
  const message = `(${sizeHere(size)} bytes)`
  return { ...scenario, finish_error: { error: 'ValueError', message } }
}

/** The tagged triple (accessed, created, state) with another state. */
function withState(triple: Tagged, state: Tagged): Tagged {
  return { ...triple, v: [...(triple.v as Tagged[]).slice(0, 2), state] }
}
