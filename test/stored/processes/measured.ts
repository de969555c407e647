/** What four processes make of their sessions, as figures: of one library and engine. */
import { setTimeout as sleep } from 'node:timers/promises'
import { untilTrue } from '../../support/wait-for.js'
import { Process } from './four.js'
import type { Application, Load } from './four.js'

export const INCREMENTS = 1000
export const WRITERS = 1000
export const SIGN_OUTS = 500
export const MADE_UP = 100_000
const UNDER_LOAD = 20
/** How often a race is tried that need not come about. */
const ROUNDS = 5

/** Each of the processes does a share of it. */
async function share<T>(
  processes: readonly Process[],
  total: number,
  work: (process: Process, from: number, count: number) => Promise<T>,
): Promise<T[]> {
  const count = total / processes.length
  return Promise.all(processes.map((process, index) => work(process, index * count, count)))
}

async function begin([process]: readonly Process[]): Promise<string> {
  return (await process!.work('begin', 1))[0]!
}

async function valuesOf(
  [process]: readonly Process[],
  cookie: string,
  keys: readonly string[],
): Promise<unknown[]> {
  return (await process!.work('look', [cookie], keys))[0]!
}

/** @returns what a counter says that was increased a thousand times */
export async function countAtOnce(all: readonly Process[]): Promise<unknown> {
  const cookie = await begin(all)
  await share(all, INCREMENTS, (process, _, count) => process.work('add', cookie, count))
  return (await valuesOf(all, cookie, ['n']))[0]
}

/** @returns how many of a thousand different keys are not there that were set at once */
export async function lostAtOnce(all: readonly Process[]): Promise<number> {
  const cookie = await begin(all)
  await share(all, WRITERS, (process, from, count) => process.work('setOwn', cookie, from, count))
  const keys = Array.from({ length: WRITERS }, (_, n) => `key ${n}`)
  const values = await valuesOf(all, cookie, keys)
  return keys.filter((_, n) => values[n] !== n).length
}

/**
 * @returns how many sessions are there that were signed out while others wrote to them; and how many writes came late.
 * Where none did nothing has raced, and it is tried again
 */
export async function revivedAtOnce(
  all: readonly Process[],
): Promise<{ revived: number; late: number }> {
  let came = await raced(all)
  const isDone = (): boolean => came.late > 0 || came.revived > 0
  for (let round = 1; round < ROUNDS && !isDone(); round++) came = await raced(all)
  return came
}

async function raced(all: readonly Process[]): Promise<{ revived: number; late: number }> {
  const [signingOut, ...writing] = all
  const cookies = await signingOut!.work('begin', SIGN_OUTS)
  const written = Promise.all(writing.map((process) => process.work('write', cookies)))
  await signingOut!.work('signOut', cookies)
  const late = (await written).reduce((sum, count) => sum + count, 0)
  const seen = await signingOut!.work('look', cookies, ['user'])
  return { revived: seen.filter(([user]) => user === 'ann').length, late }
}

/** @returns how many calls of the store 100,000 cookies have made that nobody with the key has made */
export async function callsOfMadeUp(all: readonly Process[]): Promise<number> {
  const cookie = await begin(all)
  const calls = await share(all, MADE_UP, (process, from, count) =>
    process.work('madeUp', cookie, from, count),
  )
  return calls.reduce((sum, count) => sum + count, 0)
}

/** @returns how many calls a request makes whose cookie is right */
export async function callsOfRight(all: readonly Process[]): Promise<number> {
  return all[0]!.work('calls', await begin(all))
}

/** Kills the server while all write, starts it again, and goes on. */
export async function underLoad(
  all: readonly Process[],
  server: { readonly kill: () => Promise<void>; readonly start: () => Promise<void> },
): Promise<Load & { readonly lasting: unknown[][] }> {
  const cookies = await all[0]!.work('begin', UNDER_LOAD)
  const loads = all.map((process) => process.work('load', cookies))
  await sleep(700)
  await server.kill()
  await sleep(300)
  await server.start()
  await sleep(1500)
  for (const process of all) process.stopLoad()
  const came = sumOf(await Promise.all(loads))
  return { ...came, lasting: await all[0]!.work('look', cookies, ['a', 'b', 'c']) }
}

function sumOf(loads: readonly Load[]): Load {
  const sum = (name: 'saved' | 'unavailable' | 'answered' | 'half'): number =>
    loads.reduce((total, load) => total + load[name], 0)
  return {
    saved: sum('saved'),
    unavailable: sum('unavailable'),
    answered: sum('answered'),
    half: sum('half'),
    others: loads.flatMap(({ others }) => others),
  }
}

/** Kills the processes themselves while they write, as a file has no server; gives what another one finds then. */
export async function killedUnderLoad(
  all: readonly Process[],
  application: Application,
): Promise<{ readonly lasting: unknown[][] }> {
  const cookies = await all[0]!.work('begin', UNDER_LOAD)
  const other = await Process.start(application)
  const loads = all.map((process) => process.work('load', cookies).catch(() => undefined))
  await untilTrue(async () => (await other.work('look', cookies, ['a'])).flat().every(Boolean))
  await sleep(700)
  await Promise.all(all.map((process) => process.kill()))
  await Promise.all(loads)
  const lasting = await other.work('look', cookies, ['a', 'b', 'c'])
  await other.kill()
  return { lasting }
}

export const isHalf = (values: readonly unknown[]): boolean => new Set(values).size > 1
