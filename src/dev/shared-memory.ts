/**
 * What all pages of a process have in common. Bundlers in development load this file several times, each with the
 * modules of one route, and again when one was edited: so it hangs on the global object.
 */
import { subscribe } from 'node:diagnostics_channel'
import type { SessionEvent } from '../session/events.js'
import type { SessionSettings } from '../session/settings.js'
import { innermost } from './commits.js'
import { Trails } from './trails.js'

export interface Memory {
  /** By the names of the cookies. */
  readonly trails: Map<string, Trails>
  /** What happened to sessions in a request. */
  readonly events: WeakMap<object, SessionEvent[]>
  /** Where the page was asked for: frameworks may make another request of the one that they are given. */
  readonly paths: Set<string | undefined>
}

const HOME: unique symbol = Symbol.for('cartouche.session-page') as never

/** Begins to listen when it is first called. */
export function memory(): Memory {
  const home = globalThis as { [HOME]?: Memory }
  return (home[HOME] ??= begin())
}

function begin(): Memory {
  const events = new WeakMap<object, SessionEvent[]>()
  subscribe('cartouche:session', (message) => {
    const event = message as SessionEvent
    const request = innermost(event.request)
    if (request !== undefined) events.set(request, [...(events.get(request) ?? []), event])
  })
  return { trails: new Map(), events, paths: new Set() }
}

export function trailsOf({ trails }: Memory, cookieName: string): Trails {
  const known = trails.get(cookieName) ?? new Trails()
  trails.set(cookieName, known)
  return known
}

/** What happened in a request to the sessions of a factory, told by the formats that it reads. */
export function eventsOf(
  { events }: Memory,
  request: unknown,
  { format, accepted }: SessionSettings,
): readonly SessionEvent[] {
  const inner = innermost(request)
  const all = inner === undefined ? [] : (events.get(inner) ?? [])
  const names = [format, ...accepted.map((older) => older.format)].map(({ name }) => name)
  return all.filter((event) => names.includes(event.format))
}
