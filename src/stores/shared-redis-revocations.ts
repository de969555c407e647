import type { Revocation, SessionIdentity } from '../session/revocation.js'
import { REVOKE } from './shared-redis-scripts.js'
import { redisScript } from './shared-redis.js'
import type { RedisCommand } from './shared-redis.js'
import { storable } from '../lib/storable.js'

/** A list of ended sessions that is asked over the network. */
export interface RedisRevocationList {
  /** Whether a session was ended, itself or with all of its subject. */
  readonly isRevoked: (session: SessionIdentity) => Promise<boolean>
  /** @param revocation to be kept up to its `until`, after which no such cookie is valid any more; `null`: for good */
  readonly revoke: (revocation: Revocation) => Promise<void>
}

export function redisRevocations(command: RedisCommand, prefix: string): RedisRevocationList {
  const revoke = redisScript(command, REVOKE)
  const idKey = (id: string): string => `${prefix}id:${storable(id)}`
  const subjectKey = (subject: string): string => `${prefix}subject:${storable(subject)}`
  return {
    isRevoked: async ({ id, subject, created }) => {
      const [isEnded, before] = await Promise.all([
        command(idKey(id), ['EXISTS', idKey(id)]),
        // The two are on different nodes of a cluster.
        subject === undefined ? null : command(subjectKey(subject), ['GET', subjectKey(subject)]),
      ])
      return Number(isEnded) === 1 || (before !== null && created <= Number(before))
    },
    revoke: async (revocation) => {
      const until = revocation.until === null ? '' : String(Math.ceil(revocation.until * 1000))
      if ('id' in revocation) await revoke(idKey(revocation.id), ['0', until])
      else await revoke(subjectKey(revocation.subject), [String(revocation.before), until])
    },
  }
}
