/** Requests at once that leave each other's keys alone, however the keys came to be. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { StoredSessionOptions } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { Browser, Clock, makeFactory } from './support.js'
import type { AnySession } from './support.js'

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f']

/** What a request does to one key. */
const act = fc.record({
  key: fc.constantFrom(...KEYS),
  how: fc.constantFrom('set', 'delete', 'again', 'add', 'within', 'read', 'flash'),
  value: fc.nat(9),
})
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never
type Model = Map<string, number[]>

/** Values are lists, so that a value that was only read is one that may have been changed from within. */
function perform(session: AnySession, { key, how, value }: Act): void {
  const add = (old: unknown): number[] => [...((old as number[] | undefined) ?? []), value]
  if (how === 'set') session.set(key, [value])
  if (how === 'delete') session.delete(key)
  if (how === 'again') session.set(key, session.pop(key) ?? [value])
  if (how === 'add') session.transform(key, add)
  if (how === 'within') (session.get(key) as number[] | undefined)?.push(value)
  if (how === 'read') session.get(key)
  if (how === 'flash') session.flash(value)
}

function told(model: Model, { key, how, value }: Act): void {
  const old = model.get(key)
  if (how === 'set') model.set(key, [value])
  if (how === 'delete') model.delete(key)
  if (how === 'again') model.set(key, old ?? [value])
  if (how === 'add') model.set(key, [...(old ?? []), value])
  if (how === 'within' && old !== undefined) model.set(key, [...old, value])
}

/** Rounds of two requests at once: the keys of the first, those of the other, and who is first to answer. */
const rounds = fc.array(
  fc.record({ acts: fc.array(act, { maxLength: 8 }), mine: fc.subarray(KEYS), late: fc.boolean() }),
  { minLength: 1, maxLength: 6 },
)

const schema = z.record(z.string(), z.array(z.number()))

describe.each<[string, StoredSessionOptions<Record<string, unknown>>]>([
  ['plain', {}],
  ['sealed', { encrypt: true }],
  ['held against a schema', { schema }],
])('sessions that are %s', (_, options) => {
  test('keep what each request made of its keys', () =>
    fc.assert(
      fc.asyncProperty(rounds, async (all) => {
        const browser = new Browser(makeFactory(memoryStore(), options))
        const model: Model = new Map([['kept', [0]]])
        await browser.visit((session) => session.set('kept', [0]))
        for (const { acts, mine, late } of all) {
          const requests = [await browser.begin(), await browser.begin()]
          for (const one of acts) {
            perform(requests[mine.includes(one.key) ? 0 : 1]!.session, one)
            told(model, one)
          }
          for (const { commit } of late ? requests.toReversed() : requests) await commit()
          const isFlash = (key: unknown): boolean => String(key).startsWith('_f_')
          // Without an answer, which would write again what was read.
          const { session } = await browser.begin()
          const now = [...session.entries()]
          expect(new Map(now.filter(([key]) => !isFlash(key)))).toEqual(model)
        }
      }),
      { numRuns: 200 },
    ))
})

describe('with a schema', () => {
  const withDefaults = z.looseObject({
    b: z.number().optional(),
    n: z.number().default(10),
    tags: z.array(z.string()).default([]),
  })
  const begun = async (options: StoredSessionOptions<Record<string, unknown>> = {}) => {
    const store = memoryStore()
    const before = new Browser(makeFactory(store))
    await before.visit((session) => session.set('b', 0))
    return new Browser(makeFactory(store, { schema: withDefaults, ...options }), before.cookie)
  }
  const both = async (
    browser: Browser,
    first: (session: AnySession) => unknown,
    second: (session: AnySession) => unknown,
  ): Promise<Map<unknown, unknown>> => {
    const [one, two] = [await browser.begin(), await browser.begin()]
    first(one.session)
    second(two.session)
    await two.commit()
    await one.commit()
    return new Map(await browser.visit((session) => [...session.entries()]))
  }

  test.each<[string, (session: AnySession) => unknown]>([
    ['sets another key', (session) => session.set('b', 1)],
    ['reads one', (session) => session.get('tags')],
    ['flashes a message', (session) => session.flash('Saved.')],
    ['saves twice', (session) => [session.set('b', 1), session.save(), session.set('b', 2)]],
  ])('who %s writes no default over what another request has set', async (_, act) => {
    const data = await both(await begun(), act, (session) => {
      session.set('n', 50)
      ;(session.get('tags') as string[]).push('new')
    })
    expect([data.get('n'), data.get('tags')]).toEqual([50, ['new']])
  })

  test('a default that was written over can be set again', async () => {
    const browser = await begun()
    await browser.visit((session) => session.set('n', 50))
    await browser.visit((session) => session.set('n', 10))
    expect(await browser.visit((session) => session.get('n'))).toBe(10)
    await browser.visit(async (session) => {
      session.set('n', 50)
      await session.save()
      session.set('n', 10)
    })
    expect(await browser.visit((session) => session.get('n'))).toBe(10)
  })

  test('what was set before transform() is not changed again', async () => {
    const data = await both(
      await begun(),
      (session) => session.set('n', 100).transform('n', (n) => Number(n) + 1),
      (session) => session.set('n', 5),
    )
    expect(data.get('n')).toBe(101)
  })

  test('transform() is made again of what the schema gives', async () => {
    const count = (session: AnySession): AnySession => session.transform('n', (n) => Number(n) + 1)
    const data = await both(await begun(), count, count)
    expect(data.get('n')).toBe(12)
    const removed = await both(await begun(), count, (session) => session.delete('b').toString())
    expect(removed.get('n')).toBe(11)
  })

  test('onConflict gets all three of them as the schema gives them', async () => {
    const seen: unknown[] = []
    const browser = await begun({
      onConflict: ({ base, mine, theirs }) => {
        for (const data of [base, mine, theirs]) seen.push([data.get('b'), data.get('n')])
        return new Map(theirs)
      },
    })
    await both(
      browser,
      (session) => session.set('b', 1),
      (session) => session.set('b', 2),
    )
    expect(seen).toEqual([
      [0, 10],
      [1, 10],
      [2, 10],
    ])
  })

  test('what the schema leaves out stays in the store, for a release that knows it', async () => {
    const store = memoryStore()
    const newer = new Browser(makeFactory(store))
    await newer.visit((session) => session.set('b', 0).set('other', 'x'))
    const older = new Browser(
      makeFactory(store, { schema: z.object({ b: z.number() }) }),
      newer.cookie,
    )
    expect(
      await older.visit((session) => [session.has('other'), session.set('b', 1).get('b')]),
    ).toEqual([false, 1])
    expect(await newer.visit((session) => [session.get('other'), session.get('b')])).toEqual([
      'x',
      1,
    ])
  })

  test('what was migrated is written whole, with the first change', async () => {
    const store = memoryStore()
    const before = new Browser(makeFactory(store))
    await before.visit((session) => session.set('name', 'Ada').set('b', 0))
    const schema = z.object({ user: z.object({ name: z.string() }), b: z.number() })
    const migrate = ({ name, b }: Record<string, unknown>) => ({
      user: { name: String(name) },
      b: Number(b),
    })
    const browser = new Browser(makeFactory(store, { schema, migrate }), before.cookie)
    await browser.visit((session) => session.set('b', 1))
    expect(await before.visit((session) => [...session.entries()])).toEqual([
      ['b', 1],
      ['user', { name: 'Ada' }],
    ])
  })

  describe('what was migrated', () => {
    const schema = z.object({ b: z.number(), n: z.number() })
    const migrate = ({ b, n }: Record<string, unknown>) => ({ b: Number(b), n: Number(n) * 2 })

    async function older() {
      const inner = memoryStore()
      const update = vi.fn(inner.update)
      const store = { ...inner, update }
      const before = new Browser(makeFactory(store))
      await before.visit((session) => session.set('b', '0').set('n', '5'))
      update.mockClear()
      const browser = new Browser(makeFactory(store, { schema, migrate }), before.cookie)
      return { before, browser, update }
    }

    test('is not half of the one and half of the other where a key is changed', async () => {
      const { before, browser } = await older()
      await browser.visit((session) => session.set('b', 1))
      expect(await before.visit((session) => [...session.entries()])).toEqual([
        ['b', 1],
        ['n', 10],
      ])
    })

    test('is written whole also where only its use was written before', async () => {
      const clock = new Clock()
      const store = memoryStore({ clock: clock.read })
      const options = { clock: clock.read, reissueTime: 1 }
      const before = new Browser(makeFactory(store, options))
      await before.visit((session) => session.set('b', '0').set('n', '5'))
      const browser = new Browser(
        makeFactory(store, { ...options, schema, migrate }),
        before.cookie,
      )
      clock.now += 100
      await browser.visit(async (session) => {
        session.get('n')
        await session.save()
        session.set('b', 1)
      })
      expect(await before.visit((session) => [...session.entries()])).toEqual([
        ['b', 1],
        ['n', 10],
      ])
    })

    test('is no change where it is only looked at', async () => {
      const { before, browser, update } = await older()
      const looks = [
        (session: AnySession) => session.peek(),
        (session: AnySession) => session.peek('n'),
      ]
      for (const look of looks) await browser.visit((session) => [look(session), session.isChanged])
      expect(update).not.toHaveBeenCalled()
      expect(await before.visit((session) => session.get('n'))).toBe('5')
    })
  })
})
