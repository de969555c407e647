/** The store that a behaviour looks at, and the time there. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Behaviour, Place, StoreKind } from './behaviour.js'

type Time = Pick<Place, 'now' | 'soon' | 'reach' | 'isLate'>

/** How long a session lives at least that is to end soon, for behaviours to look at it before. */
const ENOUGH = 0.8 // seconds

/** How often it is tried on a machine that is so busy that it was not enough, each time with the double. */
const TRIES = 5

/** Looks at a behaviour; again where it failed of what came too late, as engines with a clock of their own do not wait. */
export async function lookAt(behaviour: Behaviour, kind: StoreKind): Promise<void> {
  for (let tried = 1; ; tried++) {
    const place = await placeOf(kind, ENOUGH * 2 ** (tried - 1))
    try {
      return await behaviour(place)
    } catch (error) {
      if (tried === TRIES || !place.isLate()) throw error
    }
  }
}

/** Opens a store, with one beside it. */
export async function placeOf(kind: StoreKind, enough = ENOUGH): Promise<Place> {
  const time = kind.lacks?.clock === undefined ? ourTime() : realTime(enough)
  const store = await kind.open(time.now)
  const other = (await kind.openAgain?.(time.now)) ?? store
  const writers = kind.lacks?.atomic === undefined ? [store, other] : [store]
  return { ...time, store, other, writers, later: () => Math.floor(time.now()) + 3600 }
}

/** A clock that moves when it is told. */
function ourTime(): Time {
  let now = Math.floor(Date.now() / 1000) + 0.25
  return {
    now: () => now,
    soon: () => Math.floor(now) + 60,
    reach: async (time) => {
      now = Math.max(now, time)
    },
    isLate: () => false,
  }
}

/** How long after a time an engine may think that it is not reached: timers are early, and clocks are read apart. */
const SLACK = 30 // milliseconds

function realTime(enough: number): Time {
  const now = (): number => Date.now() / 1000
  /** Near times that nobody has waited for yet. */
  const ahead = new Set<number>()
  let isLate = false
  const isPast = (): boolean => [...ahead].some((time) => time <= now())
  return {
    now,
    soon: () => {
      const time = Math.ceil(now() + enough)
      ahead.add(time)
      return time
    },
    reach: async (time) => {
      isLate ||= isPast()
      await sleep(Math.max(0, (time - now()) * 1000) + SLACK)
      for (const one of ahead) if (one <= time) ahead.delete(one)
    },
    isLate: () => isLate || isPast(),
  }
}
