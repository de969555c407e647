import { childrenOf } from './contents.js'
import type { Reader } from './reader.js'

/** A container on the way down. */
interface Level {
  readonly children: readonly object[]
  next: number
}

/**
 * Refuses a value in which more than `limit` containers lie inside each other. Goes through it as
 * `dumps` does to write it, so that what either lets pass is no trouble to the other: each container
 * counts where it is first met, however often it is shared.
 */
export function checkDepth(reader: Reader, root: unknown, limit: number): void {
  const met = new Set<object>()
  const path: Level[] = [{ children: childrenOf(reader, [root]), next: 0 }]
  for (let level = path.at(-1); level !== undefined; level = path.at(-1)) {
    const child = level.children[level.next++]
    if (child === undefined) path.pop()
    else if (!met.has(child)) {
      met.add(child)
      if (path.length > limit) reader.over('depth')
      const children = childrenOf(reader, child)
      if (children.length > 0) path.push({ children, next: 0 })
    }
  }
}
