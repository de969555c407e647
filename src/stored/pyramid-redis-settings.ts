import type { PyramidRedisFormat } from '../formats/shared-pyramid-store.js'
import type { PyramidRedis } from '../stores/pyramid-redis.js'
import { guardOf } from './guarded.js'
import type { LoadedSettings } from './loaded-session.js'

/** All that a factory decides about such sessions. Resolved once. */
export interface PyramidRedisSettings extends LoadedSettings {
  readonly format: PyramidRedisFormat
  /** Fails with a `StoreUnavailable`, and in time. */
  readonly store: PyramidRedis
  /** Whether a session that holds nothing any more ends. */
  readonly endsEmpty: boolean
}

/** The same, with the errors of {@link guardOf}. */
export function guardedPyramid(store: PyramidRedis, seconds: number): PyramidRedis {
  const guard = guardOf(store.name, seconds)
  return {
    name: store.name,
    read: (key) => guard('read', () => store.read(key)),
    create: (...args) => guard('create', () => store.create(...args)),
    replace: (...args) => guard('update', () => store.replace(...args)),
    touch: (...args) => guard('update', () => store.touch(...args)),
    delete: (key) => guard('delete', () => store.delete(key)),
  }
}
