/**
 * The one table of where a check here goes another way than Pyramid, with the reason. Most rows are of older
 * versions, and do what Pyramid 2.1 does.
 */
import type { Outcome, PolicyVector } from './recorded.js'

export interface Deviation {
  /** Which recordings, by name. */
  readonly vectors: RegExp
  /** Which of them, by the message of Python's exception; all if left out. */
  readonly message?: RegExp
  readonly reason: string
  /** The outcome here, of a recording by its name and the message of Python's exception. */
  readonly instead: (name: string, message: string) => Outcome
}

const passes = (): Outcome => ({ result: true })

/** The token is wrong: an exception or, with `raises=False`, a result. */
const badToken = (name: string): Outcome =>
  name.endsWith('/raises')
    ? refused('BadCsrfToken', 'check_csrf_token(): Invalid token')
    : { result: false }

const badOrigin = (reason: string): Outcome =>
  refused('BadCsrfOrigin', `Origin checking failed - ${withoutMore(reason)}`)

/** A URL before this, and what is left of it when no more than its scheme, host and port is quoted. */
const QUOTED = /^(https:\/\/)(?:[^/@ ]*@)?([^/ ]+)\S*(?= does not match)/
const withoutMore = (reason: string): string => reason.replace(QUOTED, '$1$2')

function refused(error: string, message: string): Outcome {
  return { error: { error, message } }
}

const DEVIATIONS: readonly Deviation[] = [
  {
    vectors: /^token\/1\.[46]\/.*\/query_good(_get)?\/default\//,
    reason: 'A token in the URL counts up to 1.6. From 1.7 it does not: others get to see URLs.',
    instead: badToken,
  },
  {
    vectors: /^token\/1\.[46]\/.*\/header_bad_post_good\/default\//,
    reason: 'Up to 1.8 the form comes before the header. From 1.9 the header, where there is one.',
    instead: badToken,
  },
  {
    vectors: /^token\/1\.4\/.*\/(header_(good(_get|_post_bad)?|lower)|post_empty_header_good)\//,
    reason: 'Up to 1.4 the header is not looked at.',
    instead: passes,
  },
  {
    vectors: /^token\/1\.6\/.*\/(header_good_post_bad|post_empty_header_good)\/default\//,
    reason: 'Up to 1.8 the form comes before the header, and in 1.6 an empty field as well.',
    instead: passes,
  },
  {
    vectors: /^token\/1\.6\/.*\/no_header\//,
    reason: 'A header of None crashes 1.6. From 1.7 it means that the header is not looked at.',
    instead: (name) =>
      /\/(header_(empty_|bad_)?post_good|post_good|post_twice_first_bad)\//.test(name)
        ? passes()
        : badToken(name),
  },
  {
    vectors: /^token\/1\.6\/.*\/post_(latin1|euro|euro_same_len)\/default\//,
    reason: 'A token that is not ASCII crashes 1.6 on Python 3. It is only wrong.',
    instead: badToken,
  },
  {
    vectors: /^token\/1\.(9|10\.8)\/.*\/post_euro(_same_len)?\/(default|no_header)\//,
    reason: 'A token that is not Latin-1 crashes 1.6.1 to 2.0. From 2.1 it is only wrong.',
    instead: badToken,
  },
  {
    vectors: /^token\/1\.4\/.*\/raises$/,
    message: /^incorrect CSRF token$/,
    reason: 'The exception and its message are others up to 1.4.',
    instead: badToken,
  },
  {
    vectors: /^origin\/1\..*\/origin_null\/(arg_null|setting_str)/,
    message: /./,
    reason: 'An origin of null can be trusted from 2.0.',
    instead: passes,
  },
  {
    vectors: /^origin\/1\..*\/origin_null\//,
    message: /./,
    reason: 'Likewise, and has a message of its own where it is not.',
    instead: () => badOrigin('null does not match any trusted origins.'),
  },
  {
    vectors:
      /^origin\/1\..*\/(https_(example\.com(:443)?|EXAMPLE\.com)\/origin_list\/|.*\/origin_list\/setting_list)/,
    message: /./,
    reason: 'Of several origins the last is taken from 2.0. Before, all together make none.',
    instead: passes,
  },
  {
    vectors: /^origin\/1\..*\/origin_list(_bad_last)?\//,
    message: /./,
    reason: 'Likewise, and the message quotes only that one.',
    instead: (_, message) =>
      badOrigin(/ (\S+ does not match any trusted origins\.)$/.exec(message)![1]!),
  },
  {
    vectors: /^origin\/1\./,
    message: /no Origin or Referer\.$/,
    reason: 'The message is another from 2.0.',
    instead: () => badOrigin('missing Origin or Referer.'),
  },
  {
    vectors: /^origin\/1\./,
    message: /Referer is insecure while host is secure\.$/,
    reason: 'The message is another from 2.0.',
    instead: () => badOrigin('Origin is insecure while host is secure.'),
  },
  {
    vectors: /^origin\/1\./,
    message: /does not match any trusted origins\.$/,
    reason: 'The message begins otherwise from 2.0.',
    instead: (_, message) => badOrigin(/ - (.*)$/.exec(message)![1]!),
  },
  {
    vectors: /^origin\/2\./,
    message: /:\/\/(?:\S+@|\S+\/)\S* does not match any trusted origins\.$/,
    reason: 'The message quotes more than an origin: errors are logged, and URLs hold tokens.',
    instead: (_, message) => badOrigin(/ - (.*)$/.exec(message)![1]!),
  },
]

/** What a policy does instead of what was recorded; `undefined` where that is followed. */
export function policyInsteadOf(vector: PolicyVector): PolicyVector | undefined {
  // An empty token is never right: another is made in its place.
  if (vector.get !== '') return undefined
  const made = 'generated-1'
  return {
    ...vector,
    get: made,
    get_again: made,
    session_after: Object.fromEntries(Object.keys(vector.session_after).map((key) => [key, made])),
  }
}

/** What the table says of a recording; `undefined` where it is followed. */
export function insteadOf(name: string, recorded: Outcome): Outcome | undefined {
  const message = recorded.error?.message ?? ''
  const listed = DEVIATIONS.find(
    (deviation) => deviation.vectors.test(name) && (deviation.message?.test(message) ?? true),
  )
  return listed?.instead(name, message)
}
