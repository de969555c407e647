// A process of an application with the built store, that works on sessions as its parent says.
import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { redisStore } from '../../../dist/stores/redis.js'

const [kind, port] = process.argv.slice(2)

/** @returns {Promise<import('../../../src/stores/redis.js').RedisClient>} */
async function connect() {
  if (kind === 'ioredis') {
    // So that what was under way when the connection broke fails, and is not sent again.
    const client = new Redis({ port: Number(port), maxRetriesPerRequest: 0 })
    return client.on('error', () => undefined)
  }
  const client = createClient({ url: `redis://127.0.0.1:${port}` })
  return client.on('error', () => undefined).connect()
}

const store = redisStore(await connect())

/** @param {[string, string][]} set */
const changes = (set, expect = new Map()) => ({
  set: new Map(set),
  delete: [],
  expect,
  expires: null,
})

/** @param {string} id */
async function increment(id) {
  let value = (await store.read(id))?.get('n')
  for (;;) {
    const set = changes([['n', String(Number(value) + 1)]], new Map([['n', value]]))
    const came = await store.update(id, set)
    if (came === 'saved') return
    if (came === 'gone') throw new Error('It is gone')
    value = came.get('n')
  }
}

/** Writes to a session until it is gone; tells how often it could. */
async function writeUntilGone(/** @type {string} */ id) {
  for (let count = 0; ; count++) {
    if ((await store.update(id, changes([['a', String(count)]]))) === 'gone') return count
  }
}

const state = { isOver: false }

/** How often each load has to save something. */
const LEAST = 20

/** Makes and changes sessions whose fields are all the same, until it is over; tells how often it could. */
async function load() {
  const counts = { saved: 0, failed: 0, wrong: 0 }
  const work = async () => {
    const id = randomBytes(32).toString('base64url')
    const expires = Math.floor(Date.now() / 1000) + 3600
    const same = () => {
      const text = randomBytes(6).toString('hex')
      return ['a', 'b', 'c', 'd'].map((name) => /** @type {[string, string]} */ ([name, text]))
    }
    await store.create(id, { fields: new Map(same()), subject: 'ann', expires })
    for (let count = 0; count < 5; count++) {
      await store.update(id, { ...changes(same()), expires })
      const fields = await store.read(id)
      if (new Set(fields?.values()).size !== 1) counts.wrong++
      counts.saved++
    }
  }
  // A process that gets little of the machine goes on until it has done something.
  while (!state.isOver || counts.saved < LEAST) {
    await work().catch((error) => {
      if (!(error instanceof Error)) counts.wrong++
      counts.failed++
      // As long as a request would take to be answered.
      return new Promise((resolve) => setTimeout(resolve, 5))
    })
  }
  return counts
}

const range = (/** @type {number} */ count) => Array.from({ length: count }, (_, n) => n)

/** @type {Record<string, (...args: any[]) => Promise<unknown>>} */
const TASKS = {
  increments: (id, count, atOnce) =>
    Promise.all(
      range(atOnce).map(async () => {
        for (let left = count / atOnce; left > 0; left--) await increment(id)
      }),
    ),
  fields: (id, from, count) =>
    Promise.all(range(count).map((n) => store.update(id, changes([[`n${from + n}`, '1']])))),
  write: (ids) => Promise.all(ids.map(writeUntilGone)),
  delete: async (ids) => {
    const deleted = []
    for (const id of ids) deleted.push(await store.delete(id))
    return deleted
  },
  load: () => Promise.all(range(8).map(load)),
}

process.on('message', async (/** @type {[string, ...unknown[]]} */ [name, ...args]) => {
  if (name === 'over') state.isOver = true
  else process.send?.({ answer: await TASKS[name]?.(...args) })
})
process.send?.({ answer: 'ready' })
