/** Lists of ended sessions whose answers are promises. */
import { isThenable } from '../lib/hook.js'
import { inTime } from '../lib/in-time.js'
import type { RevocationList, SessionIdentity } from './revocation.js'

/** Seconds in which a list must answer. */
const TIMEOUT = 5

/** The list, whose promises come in time or are a `StoreUnavailable`. */
export function inTimeList(list: RevocationList): RevocationList {
  if (list.answersAtOnce === true) return list
  return {
    isRevoked: (session) => soon(list.isRevoked(session), 'isRevoked'),
    revoke: (revocation) => soon(list.revoke(revocation), 'revoke'),
  }
}

function soon<T>(answer: T, operation: keyof RevocationList): T {
  if (!isThenable(answer)) return answer
  return inTime(answer, TIMEOUT, 'revocation', operation) as T
}

/** Thrown where an answer is needed at once, and will come later. */
export class Unanswered extends Error {
  readonly answer: PromiseLike<unknown>

  constructor(answer: PromiseLike<unknown>) {
    super('The list of ended sessions answers later')
    this.answer = answer
  }
}

/** A list of which the answers are known that came before, to be asked again and again while a session is opened. */
export class AskedList implements RevocationList {
  readonly #list: RevocationList
  readonly #answers = new Map<string, boolean>()

  constructor(list: RevocationList) {
    this.#list = list
  }

  /** @throws {Unanswered} with the answer to wait for */
  readonly isRevoked = (session: SessionIdentity): boolean => {
    const { id, subject, created } = session
    const key = JSON.stringify([id, subject, created])
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const answer = this.#list.isRevoked(session)
    if (!isThenable(answer)) return answer as boolean
    throw new Unanswered(answer.then((later) => this.#answers.set(key, Boolean(later))))
  }

  readonly revoke: RevocationList['revoke'] = (revocation) => this.#list.revoke(revocation)
}
