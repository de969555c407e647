/** The store that a behaviour looks at, and the time there. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place, StoreKind } from './behaviour.js'

type Time = Pick<Place, 'now' | 'soon' | 'reach'>

/** Opens a store, with one beside it. */
export async function placeOf(kind: StoreKind): Promise<Place> {
  const time = kind.lacks?.clock === undefined ? ourTime() : realTime()
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
  }
}

/** How long after a time an engine may think that it is not reached: timers are early, and clocks are read apart. */
const SLACK = 30 // milliseconds

/** How long a session lives at least that is to end soon, for behaviours to look at it before. */
const ENOUGH = 0.8 // seconds

function realTime(): Time {
  return {
    now: () => Date.now() / 1000,
    soon: () => Math.ceil(Date.now() / 1000 + ENOUGH),
    reach: (time) => sleep(Math.max(0, time * 1000 - Date.now()) + SLACK),
  }
}
