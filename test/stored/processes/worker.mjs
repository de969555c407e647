// One of several processes of an application, whose requests work on the same sessions as its parent says.
import { AnsweredError, LIBRARIES, madeUp } from './libraries.mjs'

const [name = '', engine = '', address = '', key = ''] = process.argv.slice(2)
const library = await LIBRARIES[name]?.(engine, address, key)
if (library === undefined) throw new Error(`There is no library ${name}`)
const { read, request, seen } = library

/** How many requests one process has under way. */
const AT_ONCE = 20

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A handler that does something besides: the requests of others come between. */
const aMoment = () => pause(Math.random() * 3)

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<unknown>} act
 */
async function forEach(items, act) {
  const left = items.values()
  const work = async () => {
    for (const item of left) await act(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

const range = (/** @type {number} */ count, from = 0) =>
  Array.from({ length: count }, (_, n) => from + n)

/** @param {string} cookie @param {(data: import('./libraries.mjs').Data) => unknown} change */
const change = (cookie, change) =>
  request(cookie, async (data) => {
    data.get('user')
    await aMoment()
    await change(data)
  })

/** So often each process writes to a session that one of them ends. */
const WRITES = 4

const NAMES = ['a', 'b', 'c']

/** How often it saves each session at least, under load. */
const LEAST = 3
const state = { isOver: false, count: 0 }

/** Writes one text to three keys, again and again. */
async function load(/** @type {string[]} */ cookies) {
  /** @type {import('./four.js').Load} */
  const came = { saved: 0, unavailable: 0, answered: 0, half: 0, others: [] }
  const write = async (/** @type {string} */ cookie) => {
    // A process that gets little of the machine goes on until it has done something.
    for (let saved = 0; !state.isOver || saved < LEAST;) {
      try {
        await request(cookie, (data) => {
          if (new Set(NAMES.map(data.get)).size > 1) came.half++
          const text = `${process.pid} ${state.count++}`
          for (const name of NAMES) data.set(name, text)
        })
        saved++
        came.saved++
      } catch (error) {
        const { name, status } = /** @type {{ name: string, status?: number }} */ (error)
        if (name === 'StoreUnavailable' && status === 503) came.unavailable++
        else if (error instanceof AnsweredError) came.answered++
        else came.others.push(String(error))
        await pause(5)
      }
      await pause(1)
    }
  }
  await Promise.all(cookies.map(write))
  return came
}

/** @type {Record<string, (...args: any[]) => unknown>} */
const TASKS = {
  begin: (/** @type {number} */ count) =>
    Promise.all(range(count).map(() => request(undefined, (data) => data.set('user', 'ann')))),
  add: (cookie, count) => forEach(range(count), () => change(cookie, (data) => data.add('n'))),
  setOwn: (cookie, from, count) =>
    Promise.all(range(count, from).map((n) => change(cookie, (data) => data.set(`key ${n}`, n)))),
  write: async (cookies) => {
    seen.gone = 0
    await forEach(cookies, async (cookie) => {
      for (const n of range(WRITES)) {
        await change(
          cookie,
          (data) => data.get('user') === 'ann' && data.set('written', `${process.pid} ${n}`),
        )
      }
    })
    return seen.gone
  },
  signOut: (cookies) => forEach(cookies, (cookie) => change(cookie, (data) => data.end())),
  look: (cookies, keys) =>
    Promise.all(
      cookies.map(async (/** @type {string} */ cookie) => {
        /** @type {unknown[]} */
        let values = []
        await request(cookie, (data) => (values = keys.map(data.get)))
        return values
      }),
    ),
  madeUp: async (cookie, from, count) => {
    seen.calls = 0
    const { stackTraceLimit } = Error
    // Each of them is an error that nobody looks at: most of the time would go into its trace.
    Error.stackTraceLimit = 0
    await forEach(range(count, from), (n) => read(madeUp(cookie, n)))
    Error.stackTraceLimit = stackTraceLimit
    return seen.calls
  },
  calls: async (cookie) => {
    seen.calls = 0
    await read(cookie)
    return seen.calls
  },
  load,
}

process.on('message', async (/** @type {[string, ...unknown[]]} */ [task, ...args]) => {
  if (task === 'over') state.isOver = true
  else process.send?.({ answer: (await TASKS[task]?.(...args)) ?? null })
})
process.send?.({ answer: 'ready' })
