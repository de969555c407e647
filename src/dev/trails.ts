/** The commits of each visitor, kept in memory: so few that nobody has to clear them. */
import type { Commit } from './commits.js'

/** Commits of one visitor, the latest last. */
const MOST_COMMITS = 20
/** Visitors, of which the one that was not seen for the longest time goes first. */
const MOST_TRAILS = 100
/** Marks of one visitor: each cookie that was set leaves one. */
const MOST_MARKS = 40

/** What one visitor's requests have left. */
export class Trail {
  readonly commits: Commit[] = []
  /** By what the visitor is known: hashes of cookies. */
  readonly marks = new Set<string>()

  /** Answers that did not touch the session would push out all others: of those in a row the last is kept. */
  add(commit: Commit): void {
    const last = this.commits.at(-1)
    if (last?.isTouched === false && !commit.isTouched) {
      this.commits.pop()
      this.commits.push({ ...commit, answers: last.answers + 1 })
    } else this.commits.push(commit)
    if (this.commits.length > MOST_COMMITS) this.commits.shift()
  }

  /** Where the headers of one answer were made again, the last ones count. */
  replace(before: Commit, commit: Commit): void {
    const at = this.commits.indexOf(before)
    if (at >= 0) this.commits[at] = commit
  }
}

export class Trails {
  readonly #byMark = new Map<string, Trail>()
  /** The one that was seen last stands last. */
  readonly #all = new Set<Trail>()

  /** The trail of who has one of these marks, of which the first counts most. */
  find(marks: readonly string[]): Trail | undefined {
    for (const mark of marks) {
      const trail = this.#byMark.get(mark)
      if (trail !== undefined) return trail
    }
    return undefined
  }

  /** Notes by what a visitor is known from now on. */
  mark(trail: Trail, marks: readonly string[]): void {
    this.#all.delete(trail)
    this.#all.add(trail)
    for (const mark of marks) {
      trail.marks.delete(mark)
      trail.marks.add(mark)
      this.#byMark.set(mark, trail)
    }
    this.#forget(trail)
  }

  #forget(trail: Trail): void {
    for (const mark of [...trail.marks].slice(0, -MOST_MARKS)) this.#unmark(trail, mark)
    const [oldest] = this.#all
    if (this.#all.size <= MOST_TRAILS || oldest === undefined) return
    this.#all.delete(oldest)
    for (const mark of oldest.marks) this.#unmark(oldest, mark)
  }

  #unmark(trail: Trail, mark: string): void {
    trail.marks.delete(mark)
    if (this.#byMark.get(mark) === trail) this.#byMark.delete(mark)
  }
}
