// @ts-nocheck -- where it is run, the package is found by its name
/** A session in a storage that takes its time, as a worker: the runtime drops what a visitor who leaves has begun. */
import { storedSessionFactory } from 'cartouche'
import { withSession } from 'cartouche/fetch'
import { unstorageStore } from 'cartouche/stores/unstorage'

const kept = new Map()
let milliseconds = 0

async function slowly(answer) {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  return answer()
}

const storage = {
  getItem: (key) => slowly(() => kept.get(key) ?? null),
  setItem: (key, value) => slowly(() => void kept.set(key, JSON.parse(value))),
  removeItem: (key) => slowly(() => void kept.delete(key)),
  getKeys: (base) => slowly(() => [...kept.keys()].filter((key) => key.startsWith(base))),
}

const sessions = storedSessionFactory(
  unstorageStore(storage),
  'YN3cTrqV0pX7bJm5LhE2sKfUwz8aGdQi4oR1yB9CtMk',
)

const visit = withSession(sessions, (_, session) => {
  const visits = session.get('visits', 0) + 1
  session.set('visits', visits)
  return new Response(`Visit ${visits}`)
})

async function fetch(request) {
  milliseconds = Number(new URL(request.url).searchParams.get('milliseconds'))
  return visit(request)
}

export default { fetch }
