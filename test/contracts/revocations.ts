/** What every list of ended sessions must do: what {@link MemoryRevocationList} does. */
import { describe, expect, test } from 'vitest'
import { MemoryRevocationList } from '../../src/index.js'
import type { Revocation, SessionIdentity } from '../../src/index.js'
import type { Awaitable } from '../../src/stores/shared-store.js'

interface AnyList {
  readonly isRevoked: (session: SessionIdentity) => Awaitable<boolean>
  readonly revoke: (revocation: Revocation) => Awaitable<void>
}

const NOW = 1_800_000_000
const ann = 'ann'
const session = (id: string, subject?: string, created = NOW): SessionIdentity => ({
  id,
  subject,
  created,
})

/** Texts that are the same to some engines, and such as are hard to keep. */
const TEXTS = ['a', 'A', 'a ', 'id:a', 'subject:a', '\0', '\u0001', '\ud800', '\udc00', '\\ud800']
const MORE_TEXTS = ['\ufffd', '"', "'", '%', '__proto__', '\u{1f511}', 'x'.repeat(256)]

/** @param open gives a list that knows nothing, by a clock in seconds since 1970 */
export function describeRevocations(
  name: string,
  open: (clock: () => number) => Awaitable<AnyList>,
  rows: () => Awaitable<number>,
): void {
  describe(`${name} (contract of lists of ended sessions)`, () => {
    test('knows nothing at first', async () => {
      expect(await (await open(() => NOW)).isRevoked(session('a', ann))).toBe(false)
    })

    test('a session that was ended is so, whoever has it and whenever it was made', async () => {
      const list = await open(() => NOW)
      await list.revoke({ id: 'a', until: NOW + 60 })
      expect(await list.isRevoked(session('a'))).toBe(true)
      expect(await list.isRevoked(session('a', ann, NOW + 1e6))).toBe(true)
      expect(await list.isRevoked(session('b', 'a'))).toBe(false)
    })

    test('those of a subject are up to a time, to the fraction of a second', async () => {
      const list = await open(() => NOW)
      await list.revoke({ subject: ann, before: NOW + 0.123, until: null })
      expect(await list.isRevoked(session('a', ann, NOW + 0.123))).toBe(true)
      expect(await list.isRevoked(session('a', ann, NOW + 0.124))).toBe(false)
      expect(await list.isRevoked(session('a', 'bob', NOW))).toBe(false)
      expect(await list.isRevoked(session(ann, undefined, NOW))).toBe(false)
    })

    test('what was said before goes on to hold', async () => {
      const list = await open(() => NOW)
      await list.revoke({ subject: ann, before: NOW, until: NOW + 100 })
      await list.revoke({ subject: ann, before: NOW - 50, until: NOW + 50 })
      expect(await list.isRevoked(session('a', ann, NOW - 10))).toBe(true)
      await list.revoke({ subject: ann, before: NOW + 10, until: NOW + 60 })
      expect(await list.isRevoked(session('a', ann, NOW + 5))).toBe(true)
    })

    test('texts are told apart', async () => {
      const all = [...TEXTS, ...MORE_TEXTS]
      for (const text of all) {
        const list = await open(() => NOW)
        await list.revoke({ id: text, until: null })
        await list.revoke({ subject: text, before: NOW, until: null })
        for (const other of all) {
          const answers = [session(other), session('other', other)].map((one) =>
            list.isRevoked(one),
          )
          const isSame = other === text
          expect(await Promise.all(answers), JSON.stringify([text, other])).toEqual([
            isSame,
            isSame,
          ])
        }
      }
    })

    test('500 of them give the answers of the list in memory', async () => {
      const [list, memory] = [await open(() => NOW), new MemoryRevocationList({ clock: () => NOW })]
      for (const { revocation, asked } of someOfAll(500)) {
        memory.revoke(revocation)
        await list.revoke(revocation)
        const answer = await list.isRevoked(asked)
        expect(answer, JSON.stringify([revocation, asked])).toBe(memory.isRevoked(asked))
      }
    })

    test('those whose time is over are removed, a few with each that is ended', async () => {
      let now = NOW
      const list = await open(() => now)
      await list.revoke({ id: 'for good', until: null })
      await list.revoke({ id: 'longer', until: NOW + 100 })
      await list.revoke({ subject: ann, before: NOW, until: NOW + 20 })
      for (let n = 0; n < 30; n++) await list.revoke({ id: `short ${n}`, until: NOW + 10 })
      expect(await rows()).toBe(33)
      now += 10
      await list.revoke({ id: 'one more', until: NOW + 100 })
      expect(await rows()).toBe(34)
      now += 11
      for (let n = 0; n < 10; n++) await list.revoke({ id: 'one more', until: NOW + 100 })
      expect(await rows()).toBe(3)
      expect(await list.isRevoked(session('for good'))).toBe(true)
      expect(await list.isRevoked(session('longer'))).toBe(true)
    })

    test('one whose time is over, and that is ended again, is so', async () => {
      let now = NOW
      const list = await open(() => now)
      await list.revoke({ id: 'a', until: NOW + 10 })
      now += 11
      await list.revoke({ id: 'a', until: NOW + 100 })
      await list.revoke({ id: 'b', until: NOW + 100 })
      expect(await list.isRevoked(session('a'))).toBe(true)
    })

    test('many at once that are over already, and remove each other, do not fail', async () => {
      const list = await open(() => NOW)
      const ids = Array.from({ length: 100 }, (_, n) => `id ${n % 50}`)
      await Promise.all(ids.map(async (id) => list.revoke({ id, until: NOW - 1 })))
      await list.revoke({ subject: ann, before: NOW, until: null })
      expect(await list.isRevoked(session('a', ann))).toBe(true)
    })
  })
}

interface Case {
  readonly revocation: Revocation
  readonly asked: SessionIdentity
}

/** Few names and times, so that they meet; the same in every run. */
function someOfAll(count: number): Case[] {
  let seed = 7
  const below = (limit: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % limit
  }
  const time = (): number => NOW + below(40) / 4
  const until = (): number | null => (below(4) === 0 ? null : time() + 1)
  return Array.from({ length: count }, () => ({
    revocation:
      below(2) === 0
        ? { id: `id ${below(200)}`, until: until() }
        : { subject: `subject ${below(30)}`, before: time() - 5, until: until() },
    asked: session(`id ${below(200)}`, below(3) === 0 ? undefined : `subject ${below(30)}`, time()),
  }))
}
