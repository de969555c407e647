/** Little of the call stack left, as deep within an application. */

/**
 * What `run` gives or throws where a caller has left it no more of the call stack than `frames` of a small function
 * take; an error is given, not thrown. It runs twice: the first time all of it is compiled, which takes stack too.
 */
export function withFrames<T>(frames: number, run: () => T): T {
  let outcome = outcomeOf(run)
  let end = 0
  const descend = (level: number): void => {
    try {
      descend(level + 1)
    } catch {
      end = level
    }
    if (end - level === frames) outcome = outcomeOf(run)
  }
  descend(0)
  return outcome
}

function outcomeOf<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    return error as T
  }
}
