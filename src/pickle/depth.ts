import type { Reader } from './reader.js'
import { childrenOf } from './settle.js'

const TOO_DEEP = 'Containers lie too deep inside each other'

/** A container on the way down, and how deep what it holds was found to be. */
interface Level {
  readonly node: object
  readonly children: readonly object[]
  next: number
  height: number
}

/**
 * Refuses a value in which more than `limit` containers lie inside each other. Each container is
 * measured once, however often it is shared; a reference back to one on the way counts as nothing.
 */
export function checkDepth(reader: Reader, root: unknown, limit: number): void {
  const heights = new Map<object, number>()
  const path: Level[] = []
  const enter = (node: object): void => {
    heights.set(node, 0)
    path.push({ node, children: childrenOf(reader, node), next: 0, height: 1 })
    // Soon: what is on the way down lies inside each other, whatever comes below.
    if (path.length > limit) reader.fail('LIMIT', TOO_DEEP)
  }
  for (const node of childrenOf(reader, [root])) enter(node)
  for (let level = path.at(-1); level !== undefined; level = path.at(-1)) {
    const child = level.children[level.next++]
    if (child === undefined) {
      path.pop()
      heights.set(level.node, level.height)
      const above = path.at(-1)
      if (above !== undefined) above.height = Math.max(above.height, level.height + 1)
    } else if (!heights.has(child)) enter(child)
    else level.height = Math.max(level.height, heights.get(child)! + 1)
    if (level.height > limit) reader.fail('LIMIT', TOO_DEEP)
  }
}
