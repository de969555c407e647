/** How a store that was written for express-session is asked: by callbacks. */

export type Found = (error: unknown, found?: unknown) => void
type Done = (error?: unknown) => void

/** What is used of a store for express-session: what its documentation asks of all, and `all` where there is one. */
export interface ExpressSessionStoreLike {
  get(id: string, callback: Found): unknown
  set(id: string, session: never, callback: Done): unknown
  destroy(id: string, callback: Done): unknown
  all?(callback: Found): unknown
}

/** What an entry is; `undefined` where there is none. */
export async function entryIn(
  store: Pick<ExpressSessionStoreLike, 'get'>,
  id: string,
): Promise<unknown> {
  const found = await called((callback) => store.get(id, callback)).catch(noneForENOENT)
  return found ?? undefined
}

/** Calls a function of the store, which answers by a callback. Some fail by throwing, or by a promise besides. */
export function called(call: (callback: Found) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const answer = call((error, found) => (isError(error) ? reject(error) : resolve(found)))
    Promise.resolve(answer).catch(reject)
  })
}

const isError = (error: unknown): boolean => error !== undefined && error !== null

/** By the documentation of express-session, an error with this code says that there is no such session. */
function noneForENOENT(error: unknown): undefined {
  if ((error as { code?: unknown }).code !== 'ENOENT') throw error
}
