import type { RevocationList } from '../../src/index.js'

/** The same list, whose answers are promises that take a turn of the event loop. */
export function laterList(list: RevocationList): RevocationList {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    isRevoked: async (session) => {
      await turn()
      return list.isRevoked(session)
    },
    revoke: async (revocation) => {
      await turn()
      await list.revoke(revocation)
    },
  }
}
