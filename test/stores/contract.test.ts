/** The contract finds what a store does wrong: each of these is a right store but for one thing. */
import { expect, test } from 'vitest'
import { memoryStore } from '../../src/stores/memory.js'
import type { MemoryStore } from '../../src/stores/memory.js'
import type { SessionStore, StoredChanges, StoredFields } from '../../src/stores/shared-store.js'
import type { Behaviour } from '../contracts/store/behaviour.js'
import { SUBJECTS } from '../contracts/store/index.js'
import { placeOf } from '../contracts/store/place.js'

/** What is wrong with a store, in the place of what is right. */
type Fault = (right: MemoryStore, clock: () => number) => Partial<SessionStore>

const isConflict = (updated: unknown): updated is StoredFields => updated instanceof Map
const mapNames = (fields: StoredFields, change: (name: string) => string): StoredFields =>
  new Map([...fields].map(([name, value]) => [change(name), value]))

/** A store that takes texts for others. */
const confusing =
  (change: (text: string) => string): Fault =>
  (right) => ({
    create: (id, session) =>
      right.create(id, { ...session, fields: mapNames(session.fields, change) }),
    update: (id, changes) =>
      right.update(id, {
        ...changes,
        set: mapNames(changes.set, change),
        delete: changes.delete.map(change),
        expect: new Map([...changes.expect].map(([name, value]) => [change(name), value])),
      }),
  })

/** A store that takes changes for others. */
const mistaking =
  (mistake: (changes: StoredChanges) => Partial<StoredChanges>): Fault =>
  (right) => ({ update: (id, changes) => right.update(id, { ...changes, ...mistake(changes) }) })

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** By the sentence that a store fails. */
const FAULTS: readonly (readonly [sentence: string, fault: Fault])[] = [
  [
    'an id that is taken is not created again, and what is there stays',
    (right) => ({ create: (id, session) => !right.delete(id) || right.create(id, session) }),
  ],
  [
    'where nothing was created, nothing is read',
    (right) => ({ read: (id) => right.read(id) ?? new Map() }),
  ],
  [
    'a session without fields is there',
    (right) => ({
      read: (id) => {
        const found = right.read(id)
        return found?.size === 0 ? undefined : found
      },
    }),
  ],
  [
    'ids that differ in case only are two',
    (right) => ({
      create: (id, session) => right.create(id.toLowerCase(), session),
      read: (id) => right.read(id.toLowerCase()),
    }),
  ],
  [
    'ids can be digits only, and begin with "-" or "_"',
    (right) => ({
      create: (id, session) => right.create(/^\d+$/.test(id) ? String(Number(id)) : id, session),
    }),
  ],
  [
    'what is read is no window on the store',
    (right) => {
      const known = new Map<string, StoredFields | undefined>()
      const read = (id: string) => known.get(id) ?? known.set(id, right.read(id)).get(id)
      return { read }
    },
  ],
  [
    'deleting tells whether the session was there',
    (right) => ({ delete: (id) => right.delete(id) || true }),
  ],
  [
    'no update brings back what was deleted',
    (right) => ({
      update: (id, changes) => {
        const updated = right.update(id, changes)
        if (updated !== 'gone') return updated
        right.create(id, { fields: changes.set, subject: undefined, expires: changes.expires })
        return 'saved'
      },
    }),
  ],
  [
    'an id that was deleted can be created, with nothing of the old session',
    (right) => {
      const deleted = new Set<string>()
      return {
        delete: (id) => right.delete(id) && deleted.add(id) !== undefined,
        create: (id, session) => !deleted.has(id) && right.create(id, session),
      }
    },
  ],
  [
    'what stands there as expected lets the update happen',
    mistaking(() => ({ expect: new Map([['a', '']]) })),
  ],
  [
    'where something else stands nothing is changed, and all fields are given back',
    mistaking(() => ({ expect: new Map() })),
  ],
  [
    'where something else stands nothing is changed, and all fields are given back',
    (right) => ({
      update: (id, changes) => {
        const updated = right.update(id, changes)
        return isConflict(updated) ? new Map([...updated].slice(0, 1)) : updated
      },
    }),
  ],
  [
    'where something else stands nothing is changed, and all fields are given back',
    (right) => ({
      update: (id, changes) => {
        right.update(id, { ...changes, expect: new Map(), delete: [] })
        return right.update(id, changes)
      },
    }),
  ],
  [
    'of several that are expected all must stand there',
    mistaking(({ expect: all }) => ({ expect: new Map([...all].slice(0, 1)) })),
  ],
  [
    'an empty text is a field that is there',
    mistaking(({ expect: all }) => ({
      expect: new Map([...all].map(([name, value]) => [name, value === '' ? undefined : value])),
    })),
  ],
  [
    'fields that are not there can be deleted',
    mistaking((all) => (all.delete.length > 1 ? { delete: [] } : {})),
  ],
  ['what has expired is not read', (_, clock) => memoryStore({ clock: () => clock() - 1 })],
  [
    'a session expires when its second begins',
    (_, clock) => memoryStore({ clock: () => clock() - 0.001 }),
  ],
  ['an update makes a session live longer, and not shorter', mistaking(() => ({ shorten: true }))],
  [
    'an update that shortens makes it live as long as it says',
    mistaking(() => ({ shorten: false })),
  ],
  [
    'where nothing is changed for what stands there, the session lives neither longer nor shorter',
    (right) => ({
      update: (id, changes) => {
        const updated = right.update(id, changes)
        const rest = { set: new Map(), delete: [], expect: new Map() }
        if (isConflict(updated)) right.update(id, { ...changes, ...rest })
        return updated
      },
    }),
  ],
  ['an update takes away an expiry', mistaking(({ expires }) => ({ expires: expires ?? 0 }))],
  [
    'a session without expiry is there after twenty years',
    (right, clock) => ({
      create: (id, session) =>
        right.create(id, {
          ...session,
          expires: session.expires ?? Math.floor(clock()) + 400 * 86_400,
        }),
    }),
  ],
  [
    'a session can expire in a hundred years',
    (right) => ({
      create: (id, session) =>
        right.create(id, {
          ...session,
          expires: session.expires === null ? null : session.expires | 0,
        }),
    }),
  ],
  [
    'other subjects, and sessions of nobody, are left out',
    (right) => ({
      create: (id, session) => right.create(id, { ...session, subject: session.subject?.trim() }),
      ofSubject: (subject) => right.ofSubject(subject.trim()),
    }),
  ],
  [
    'deleted sessions are left out',
    (right) => ({
      ofSubject: (subject) => new Map(right.ofSubject(subject)).set('deleted', new Map()),
    }),
  ],
  [
    'subjects can be any text, and are told apart',
    (right) => ({
      create: (id, session) =>
        right.create(id, { ...session, subject: session.subject?.normalize() }),
      ofSubject: (subject) => right.ofSubject(subject.normalize()),
    }),
  ],
  ['names can be any text, and are told apart', confusing((name) => name.toLowerCase())],
  ['names can be any text, and are told apart', confusing((name) => name.trim())],
  [
    'names can be any text, and are told apart',
    confusing((name) => (/^\d+\.\d+$/.test(name) ? String(Number(name)) : name)),
  ],
  [
    'fields of any name are set, expected and deleted one by one',
    confusing((name) => name.normalize()),
  ],
  ['a name can be 20,000 characters long', confusing((name) => name.slice(0, 16_384))],
  [
    'a value can be a mebibyte, of characters that take more',
    mistaking(({ set }) => ({
      set: new Map([...set].map(([name, value]) => [name, value.slice(0, 65_535)])),
    })),
  ],
  [
    'names of objects are no fields that are there',
    mistaking(({ expect: all }) => ({
      expect: new Map(
        [...all].map(([name, value]) => [name, ({} as Record<string, string>)[name] ?? value]),
      ),
    })),
  ],
  [
    'a session can have 5,000 fields',
    (right) => ({
      read: (id) => {
        const found = right.read(id)
        return found && new Map([...found].slice(0, 4096))
      },
    }),
  ],
  ['it says that several processes can write to a session at once', () => ({ isAtomic: false })],
  [
    '200 updates of different fields at once lose none',
    (right) => ({
      update: async (id, changes) => {
        const old = right.read(id) ?? new Map<string, string>()
        await later()
        return right.update(id, {
          ...changes,
          set: new Map([...old, ...changes.set]),
          delete: [...(right.read(id)?.keys() ?? [])],
        })
      },
    }),
  ],
  [
    '50 that count at once count exactly',
    (right) => ({
      update: async (id, changes) => {
        const found = right.update(id, { ...changes, set: new Map(), delete: [] })
        await later()
        return found === 'saved' ? right.update(id, { ...changes, expect: new Map() }) : found
      },
    }),
  ],
  [
    'what is closed is not changed, and all fields are given back',
    mistaking(() => ({ unless: undefined })),
  ],
  [
    'who closes it after another is given what that one has left',
    mistaking(({ set, unless }) => (set.has(unless!) ? { unless: undefined } : {})),
  ],
  [
    'nothing is expected by it',
    mistaking(({ expect: expected, from = new Map() }) => ({
      expect: new Map([...from, ...expected]),
    })),
  ],
  [
    'what is expected is what stands there now, not what was read',
    (right) => ({
      update: (id, changes) => {
        const { expect: expected, from } = changes
        const isMet = [...expected].every(([name, text]) => from?.get(name) === text)
        return right.update(id, from && isMet ? { ...changes, expect: new Map() } : changes)
      },
    }),
  ],
  [
    'what was deleted stays so',
    (right) => ({
      update: (id, changes) => {
        const fields = right.read(id) ?? changes.from
        if (fields !== undefined) right.create(id, { fields, subject: undefined, expires: null })
        return right.update(id, changes)
      },
    }),
  ],
  [
    'of many that create one id, one does, and its fields stand there',
    (right) => ({
      create: async (id, session) => {
        const isThere = right.read(id) !== undefined
        await later()
        if (!isThere) right.delete(id)
        return !isThere && right.create(id, session)
      },
    }),
  ],
  [
    'no update that races a delete brings the session back',
    (right) => ({
      update: async (id, changes) => {
        const old = right.read(id)
        await later()
        if (old !== undefined) right.create(id, { fields: old, subject: undefined, expires: null })
        return right.update(id, changes)
      },
    }),
  ],
  [
    'a reader sees all of an update or nothing',
    (right) => ({
      update: async (id, changes) => {
        for (const set of changes.set) {
          right.update(id, { ...changes, set: new Map([set]) })
          await later()
        }
        return right.update(id, changes)
      },
    }),
  ],
  [
    'what has expired is removed in bounded steps, and counted',
    (right) => ({ cleanup: () => right.cleanup(100) }),
  ],
  [
    'what has expired is removed in bounded steps, and counted',
    (right) => ({ cleanup: (most) => right.cleanup(most) && most }),
  ],
  [
    'what lives, or lives longer by an update, stays',
    (right) => {
      const ids: string[] = []
      return {
        create: (id, session) => ids.push(id) > 0 && right.create(id, session),
        cleanup: (most) => ids.splice(0, most).filter((id) => right.delete(id)).length,
      }
    },
  ],
]

const behaviours: Record<string, Behaviour> = Object.assign({}, ...Object.values(SUBJECTS))

test.each(FAULTS)('a wrong store is found: %s', async (sentence, fault) => {
  const open = (clock: () => number): SessionStore => {
    const right = memoryStore({ clock })
    return { ...rightOf(right), ...fault(right, clock) }
  }
  const looked = placeOf({ open }).then((at) => behaviours[sentence]!(at))
  await expect(looked).rejects.toThrow(/expected |no such session|session is gone|Not created/)
})

/** The functions of a store, each of which can be taken by itself. */
function rightOf(store: MemoryStore): SessionStore {
  const { name, isAtomic, read, create, update, delete: remove, ofSubject, cleanup } = store
  return { name, isAtomic, read, create, update, delete: remove, ofSubject, cleanup }
}
