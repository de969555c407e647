/** Tries words as the secret of a cookie. */
import { inspectCookie } from '../../inspect/index.js'
import type { PastedCookie } from '../../inspect/index.js'
import { inputOfCookie } from '../cookies-in.js'
import type { Finding } from '../finding.js'
import type { Progress } from '../progress.js'

export interface WordList {
  /** For the message: `the built-in list`. */
  readonly name: string
  readonly words: readonly string[]
}

/** Words that are tried at once: between them the bar moves. */
const BATCH = 32

const SUBJECT = 'secret'

/** Whether a word is the secret: which one, by its place in its list. The word itself is not told. */
export function guessSecret(
  cookie: PastedCookie,
  cookieName: string | undefined,
  lists: readonly WordList[],
  progress: Progress,
): Finding {
  const { protection } = inspectCookie(inputOfCookie(cookie, { cookieName }))
  if (protection === undefined) return { subject: SUBJECT, level: 'doubt', text: UNKNOWN }
  if (protection === 'none') return { subject: SUBJECT, level: 'good', text: NONE }
  const total = lists.reduce((sum, { words }) => sum + words.length, 0)
  let done = 0
  for (const [name, place, secrets] of batchesOf(lists)) {
    const { fit } = inspectCookie(inputOfCookie(cookie, { secrets, cookieName }))
    if (fit !== undefined) return found(name, place + fit.index)
    done += secrets.length
    progress.show(done, done / total)
  }
  return {
    subject: SUBJECT,
    level: 'good',
    text: `is none of ${total.toLocaleString('en-US')} words`,
  }
}

type Batch = readonly [list: string, place: number, words: readonly string[]]

function* batchesOf(lists: readonly WordList[]): Generator<Batch> {
  for (const { name, words } of lists) {
    for (let at = 0; at < words.length; at += BATCH) {
      yield [name, at + 1, words.slice(at, at + BATCH)]
    }
  }
}

const NONE = 'there is none: the cookie is an id'
const UNKNOWN = 'the cookie is of no known format: no secret was tried'

const found = (list: string, place: number): Finding => ({
  subject: SUBJECT,
  level: 'bad',
  text: `is word ${place} of ${list}: anybody can sign in as anybody. Make another by cartouche keygen, and replace it`,
})
