/** Says where tokens are to the factories of bindings that are told of a factory and of the policy apart, in any order. */
import { keyOf, tokenKeysIn } from '../../session/token-keys.js'

/** The keys of policies, by the property that has the sessions which they are for. */
const keysUnder = new Map<string, Set<string>>()

function under(property: string): Set<string> {
  const keys = keysUnder.get(property) ?? new Set()
  keysUnder.set(property, keys)
  return keys
}

/** Says where a policy keeps the tokens of all sessions under a property. */
export function addTokenKey(property: string, policy: object): void {
  const key = keyOf(policy)
  if (key !== undefined) under(property).add(key)
}

/** Says to a factory that its sessions are under a property. */
export function followTokenKeys(property: string, factory: object): void {
  tokenKeysIn(factory)?.follow(under(property))
}
