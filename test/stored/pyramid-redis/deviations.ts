/** Where a request is to end otherwise than in the package: see docs/pyramid-stored-sessions.md. */
import { loads } from '../../../src/pickle/index.js'
import type { Recorded, Scenario, State } from './recorded.js'

type End = Pick<Recorded, 'after' | 'set_cookie'>

/** How a request ends here; `undefined`: as in the package. */
export function deviates({ options }: Scenario, request: Recorded): End | undefined {
  if (isEmptyNew(request)) return { after: request.before, set_cookie: [] }
  if (options['cookie_on_exception'] === false && request.raises) return withoutOrphan(request)
  return undefined
}

const newKeys = ({ before, after }: Recorded): string[] =>
  Object.keys(after).filter((key) => !(key in before))

const without = (state: State, keys: readonly string[]): State =>
  Object.fromEntries(Object.entries(state).filter(([key]) => !keys.includes(key)))

/** A session that begins and holds nothing is not stored. */
const isEmptyNew = (request: Recorded): boolean =>
  newKeys(request).some((key) => dataOf(request.after[key]![0]).size === 0)

type Dict = Map<unknown, Dict>

function dataOf(value: string): Dict {
  const dict = loads(Buffer.from(value, 'base64'), { dicts: 'map', py2str: 'auto' }) as Dict
  return dict.get('managed_dict') ?? dict.get('m') ?? dict
}

/** Nor one of which the browser would hear nothing. */
function withoutOrphan(request: Recorded): End {
  return {
    after: without(request.after, newKeys(request)),
    set_cookie: request.set_cookie.filter((line) => line.includes('Max-Age=0')),
  }
}
