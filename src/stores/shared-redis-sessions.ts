/** The sessions in a Redis, one by one: see shared-redis-layout.ts. */
import { makeNotes } from '../lib/notes.js'
import type { Awaitable } from '../lib/awaitable.js'
import { isAsExpected, newExpiry } from './shared-changes.js'
import {
  canBeAdded,
  changesText,
  closedTexts,
  fieldsIn,
  isLater,
  markOf,
  ownIn,
  ownText,
  rewritten,
} from './shared-redis-layout.js'
import type { Own, Texts } from './shared-redis-layout.js'
import { CLOSE, CREATE, DELETE, READ, REPLACE } from './shared-redis-scripts.js'
import { listingIn, listingOf, listingText, subjectLists } from './shared-redis-subjects.js'
import type { Listing, SubjectLists } from './shared-redis-subjects.js'
import { redisScript } from './shared-redis.js'
import type { RedisCommand, RedisScript } from './shared-redis.js'
import type { NewStored, StoredChanges, StoredFields, Updated } from './shared-store.js'

/** The texts that stood in Redis when fields were given, and what was added to them since. */
const known = makeNotes<StoredFields, Texts>()

export class RedisSessions {
  readonly #command: RedisCommand
  readonly #prefix: string
  readonly #lists: SubjectLists
  readonly #read: RedisScript
  readonly #create: RedisScript
  readonly #replace: RedisScript
  readonly #close: RedisScript
  readonly #delete: RedisScript

  constructor(command: RedisCommand, prefix: string) {
    this.#command = command
    this.#prefix = prefix
    this.#lists = subjectLists(command, prefix)
    this.#read = redisScript(command, READ)
    this.#create = redisScript(command, CREATE)
    this.#replace = redisScript(command, REPLACE)
    this.#close = redisScript(command, CLOSE)
    this.#delete = redisScript(command, DELETE)
  }

  #keyOf(id: string): string {
    return this.#prefix + id
  }

  /** Without `async`, whose promises are more, as every request pays for it. */
  read(id: string): Promise<StoredFields | undefined> {
    return this.#find(id).then(sessionIn)
  }

  /** All that stands there: one that is closed is no list. */
  #find(id: string): Promise<unknown> {
    const key = this.#keyOf(id)
    return this.#command(key, ['LRANGE', key, '0', '-1']).catch((error: unknown) => {
      if (!isOfOtherType(error)) throw error
      return this.#read(key)
    })
  }

  async create(id: string, { fields, subject, expires }: NewStored): Promise<boolean> {
    const listing = subject === undefined ? undefined : listingOf(subject, expires)
    // First, so that there is never a session that its subject's list does not have.
    if (listing !== undefined) await this.#lists.put(id, listing)
    const own = ownText({ edition: Date.now(), expires, listing: listingText(listing) })
    const args = [textOf(expires), own, changesText(fields)]
    return isDone(await this.#create(this.#keyOf(id), args))
  }

  update(id: string, changes: StoredChanges): Promise<Updated> {
    const { set, unless, from } = changes
    if (unless !== undefined && set.has(unless)) return this.#closeWith(id, changes)
    const texts = from && known.get(from)
    return texts === undefined ? this.#changeNow(id, changes) : this.#change(id, changes, texts)
  }

  async #closeWith(id: string, { set, delete: removed, ...rest }: StoredChanges): Promise<Updated> {
    const expires = rest.shorten === true ? textOf(rest.expires) : ''
    const answer = await this.#close(this.#keyOf(id), [expires, changesText(set, removed)])
    return isDone(answer) ? 'saved' : (sessionIn(answer) ?? 'gone')
  }

  async #changeNow(id: string, changes: StoredChanges): Promise<Updated> {
    return this.#changeFound(id, changes, await this.#find(id))
  }

  /** @param found all that stands there */
  #changeFound(id: string, changes: StoredChanges, found: unknown): Awaitable<Updated> {
    const fields = sessionIn(found)
    if (fields === undefined) return 'gone'
    const isOpen = Array.isArray(found) && isAsExpected(fields, changes)
    return isOpen ? this.#change(id, changes, found as Texts) : fields
  }

  /** @param texts as they stood there once */
  #change(id: string, changes: StoredChanges, texts: Texts): Promise<Updated> {
    const own = ownIn(texts)
    const isAddition = canBeAdded(texts, own, changes)
    return isAddition ? this.#add(id, changes, texts) : this.#rewrite(id, changes, texts, own)
  }

  /** Every request that writes pays for it. */
  #add(id: string, changes: StoredChanges, texts: Texts): Promise<Updated> {
    const key = this.#keyOf(id)
    const text = changesText(changes.set, changes.delete)
    return this.#command(key, ['RPUSHX', key, text]).then(
      (answer) => {
        const count = Number(answer)
        const isAlone = count === texts.length + 1
        note(changes.from, isAlone ? [...texts, text] : undefined)
        return count === 0 ? 'gone' : 'saved'
      },
      async (error: unknown) => {
        if (!isOfOtherType(error)) throw error
        return this.#changeFound(id, changes, await this.#read(key))
      },
    )
  }

  async #rewrite(id: string, changes: StoredChanges, texts: Texts, own: Own): Promise<Updated> {
    const fields = fieldsIn(texts)
    if (!isAsExpected(fields, changes)) return this.#changeNow(id, changes)
    const expires = newExpiry(own.expires, changes)
    const listing = await this.#listed(id, own, expires)
    const after = rewritten({ ...own, expires, listing }, fields, changes)
    const args = [textOf(expires), ...markOf(texts), ...after]
    const answer = await this.#replace(this.#keyOf(id), args)
    if (!isDone(answer)) return this.#changeFound(id, changes, answer)
    note(changes.from, after)
    return 'saved'
  }

  /** The list of its subject must hear first that a session goes on for longer than it knows. */
  async #listed(id: string, own: Own, expires: number | null): Promise<string> {
    const listing = listingIn(own.listing)
    const isLonger = isLater(expires, own.expires)
    if (!isLonger || listing === undefined || !isLater(expires, listing.until)) return own.listing
    const longer: Listing = listingOf(listing.subject, expires)
    await this.#lists.put(id, longer)
    return listingText(longer)
  }

  async delete(id: string): Promise<boolean> {
    const own = (await this.#delete(this.#keyOf(id))) as string | null
    const subject = own === null ? undefined : subjectOf([own])
    // Nobody waits for it: an id on the list that is of no session does no harm.
    if (subject !== undefined) this.#lists.remove(id, subject).catch(() => undefined)
    return own !== null
  }

  async ofSubject(subject: string): Promise<Map<string, StoredFields>> {
    const ids = await this.#lists.idsOf(subject)
    const found = await Promise.all(ids.map((id) => this.#find(id)))
    const sessions = new Map<string, StoredFields>()
    found.forEach((one, at) => {
      const fields = sessionIn(one)
      // A list has ids that were not free, too.
      if (fields !== undefined && subjectOf(textsIn(one)) === subject)
        sessions.set(ids[at]!, fields)
    })
    return sessions
  }
}

const isOfOtherType = (error: unknown): boolean =>
  String((error as Error | undefined)?.message).startsWith('WRONGTYPE')

/** Clients can be told to give numbers as texts, too. */
const isDone = (answer: unknown): boolean => answer === 1 || answer === '1'

const textsIn = (found: unknown): Texts =>
  typeof found === 'string' ? closedTexts(found) : (found as Texts)

/** The session that stands there; `undefined` where there is none. */
function sessionIn(found: unknown): StoredFields | undefined {
  const texts = textsIn(found)
  if (texts.length === 0) return undefined
  const fields = fieldsIn(texts)
  if (Array.isArray(found)) known.set(fields, texts)
  return fields
}

function note(from: StoredFields | undefined, texts: Texts | undefined): void {
  if (from !== undefined) known.set(from, texts)
}

const subjectOf = (texts: Texts): string | undefined => listingIn(ownIn(texts).listing)?.subject

const textOf = (expires: number | null): string => String(expires ?? '')
