/** What the vectors of the backends of npm have in common. */

export interface NpmVector {
  readonly name: string
  /** What the backend made of it, which `data` tells where it was a session. */
  readonly accepted: boolean
  readonly data?: unknown
}

/** The data that were read, to compare with JSON; an error's code. */
export function outcomeOf(read: () => ReadonlyMap<unknown, unknown> | undefined): unknown {
  try {
    return Object.fromEntries(read()!)
  } catch (error) {
    return (error as { code?: string }).code ?? error
  }
}

/** Names for a table of tests: each with its number, as some come twice. */
export const named = <V extends NpmVector>(vectors: readonly V[]): [string, V][] =>
  vectors.map((vector, at) => [`${at}: ${vector.name}`, vector])
