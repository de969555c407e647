/** Requests of one browser at once, in every order in which their calls can come to the store. */
import { describe, expect, test } from 'vitest'
import type { SessionStore, StoredSessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { MemoryStore } from '../../src/stores/memory.js'
import { Browser, makeFactory } from './support.js'
import type { AnySession } from './support.js'

type Factory = StoredSessionFactory<Record<string, unknown>>

/** Lets calls wait until one of them is chosen, by a list of choices; notes how many there were to choose from. */
class Scheduler {
  readonly store: SessionStore
  readonly open: number[] = []
  isOn = false
  #waiting: (() => void)[] = []
  readonly #choices: readonly number[]

  constructor(store: MemoryStore, choices: readonly number[]) {
    this.#choices = choices
    const waits =
      <Args extends unknown[], Answer>(ask: (...args: Args) => Answer) =>
      async (...args: Args): Promise<Answer> => {
        if (this.isOn) await new Promise<void>((resolve) => this.#waiting.push(resolve))
        return ask(...args)
      }
    const { read, create, update, delete: remove, ofSubject } = store
    this.store = {
      ...store,
      read: waits(read),
      create: waits(create),
      update: waits(update),
      delete: waits(remove),
      ofSubject: waits(ofSubject),
    }
  }

  async run(requests: readonly Promise<unknown>[]): Promise<void> {
    const done = Promise.all(requests)
    for (;;) {
      const turn = new Promise((resolve) => setImmediate(resolve, 'turn'))
      if ((await Promise.race([done, turn])) !== 'turn') return
      if (this.#waiting.length === 0) continue
      const choice = this.#choices[this.open.length] ?? 0
      this.open.push(this.#waiting.length)
      this.#waiting.splice(choice, 1)[0]!()
    }
  }
}

/** The next list of choices, by what was open in the last one; `undefined` after the last. */
function nextOf(choices: readonly number[], open: readonly number[]): number[] | undefined {
  const all = open.map((_, at) => choices[at] ?? 0)
  for (let at = all.length - 1; at >= 0; at--) {
    if (all[at]! + 1 < open[at]!) return [...all.slice(0, at), all[at]! + 1]
  }
  return undefined
}

type Act = (session: AnySession, factory: Factory) => unknown

const ACTS = {
  out: (session) => session.invalidate(),
  'out everywhere': (session) => session.subject !== undefined && session.invalidateAll(),
  'save, out': async (session) => {
    session.set('saved', 1)
    await session.save()
    session.invalidate()
  },
  'revoke all': (_, factory) => factory.revokeAll('user'),
  write: (session) => session.set('written', 1),
  regenerate: (session) => session.regenerate(),
  'regenerate, save': async (session) => {
    session.regenerate()
    await session.save()
    session.set('b', 2)
  },
  'save, regenerate': async (session) => {
    session.set('b', 1)
    await session.save()
    session.regenerate()
  },
  'others out': (session) => session.subject !== undefined && session.invalidateOthers(),
} satisfies Record<string, Act>

type Name = keyof typeof ACTS

const ENDING = ['out', 'out everywhere', 'save, out', 'revoke all'] as const
const OTHERS = [
  'write',
  'regenerate',
  'regenerate, save',
  'save, regenerate',
  'others out',
] as const

interface Outcome {
  readonly factory: Factory
  readonly browsers: readonly Browser[]
  /** Whether each request still was the user's when it began. */
  readonly wasSignedIn: readonly boolean[]
}

/** Orders beyond so many are left out. */
const MOST = 40

/**
 * Runs requests with one cookie in all orders of their calls.
 *
 * @param areRead whether all sessions are read before any request begins to write
 */
async function inAllOrders(
  names: readonly Name[],
  rotationGrace: number,
  areRead: boolean,
  check: (outcome: Outcome) => unknown,
): Promise<void> {
  let choices: number[] | undefined = []
  for (let count = 0; choices !== undefined && count < MOST; count++) {
    const scheduler = new Scheduler(memoryStore(), choices)
    const factory = makeFactory(scheduler.store, { rotationGrace })
    const first = new Browser(factory)
    await first.visit((session) => {
      session.subject = 'user'
      session.set('a', 1)
    })
    const browsers = names.map(() => first.copy())
    const begun = areRead ? await Promise.all(browsers.map((each) => each.begin())) : []
    const wasSignedIn: boolean[] = []
    scheduler.isOn = true
    const requests = names.map(async (name, at) => {
      const request = begun[at] ?? (await browsers[at]!.begin())
      wasSignedIn[at] = request.session.peek().data.has('a')
      await (ACTS[name] as Act)(request.session, factory)
      await request.commit()
    })
    await scheduler.run(requests)
    scheduler.isOn = false
    await check({ factory, browsers, wasSignedIn })
    choices = nextOf(choices, scheduler.open)
  }
}

/** The browsers whose cookies are the user's. */
async function signedIn(browsers: readonly Browser[]): Promise<boolean[]> {
  const isUsers = (browser: Browser) => browser.copy().visit(({ subject }) => subject === 'user')
  return Promise.all(browsers.map(isUsers))
}

describe.each([0, 60])('with rotationGrace %s', (grace) => {
  describe.each([true, false])('where all were read before: %s', (areRead) => {
    test.each(ENDING.flatMap((ends) => OTHERS.map((other) => [ends, other] as const)))(
      '%s and %s: nobody is signed in',
      async (ends, other) => {
        await inAllOrders([ends, other], grace, areRead, async (outcome) => {
          // Who came too late, by an id that was worth nothing any more, has ended nothing.
          if (!outcome.wasSignedIn[0]) return
          expect(await outcome.factory.sessionsOf('user')).toEqual([])
          expect(await signedIn(outcome.browsers)).toEqual([false, false])
        })
      },
    )
  })

  test.each(OTHERS.flatMap((one) => OTHERS.map((other) => [one, other] as const)))(
    '%s and %s: there is one session, and a browser that has it',
    async (...names) => {
      // Who ends all others may end the one that has just taken the place of his own.
      const least = names.includes('others out') ? 0 : 1
      await inAllOrders(names, grace, true, async ({ factory, browsers }) => {
        const { length } = await factory.sessionsOf('user')
        expect(length).toBeGreaterThanOrEqual(least)
        expect(length).toBeLessThanOrEqual(1)
        expect((await signedIn(browsers)).includes(true)).toBe(length === 1)
      })
    },
  )

  test.each([
    ['out', 'regenerate', 'regenerate'],
    ['out', 'regenerate', 'write'],
    ['out everywhere', 'others out', 'write'],
    ['out', 'out', 'save, regenerate'],
    ['save, out', 'regenerate', 'others out'],
  ] as const)('%s, %s and %s: nobody is signed in', async (...names) => {
    await inAllOrders(names, grace, true, async ({ factory, browsers }) => {
      expect(await factory.sessionsOf('user')).toEqual([])
      expect(await signedIn(browsers)).toEqual([false, false, false])
    })
  })
})
