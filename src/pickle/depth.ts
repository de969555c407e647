import type { Reader } from './reader.js'
import { childrenOf } from './settle.js'

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
  const path: Level[] = []
  const enter = (node: object): void => {
    met.add(node)
    path.push({ children: childrenOf(reader, node), next: 0 })
    if (path.length > limit) reader.over('depth')
  }
  for (const node of childrenOf(reader, [root])) enter(node)
  for (let level = path.at(-1); level !== undefined; level = path.at(-1)) {
    const child = level.children[level.next++]
    if (child === undefined) path.pop()
    else if (!met.has(child)) enter(child)
  }
}
