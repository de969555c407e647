import { Session } from 'node:inspector/promises'

/** Which code of some files ran, by V8's block coverage. */
export class Coverage {
  #session = new Session()
  #files
  /** For each function, by its place: which characters of it ran, as ones.
   * @type {Map<string, Uint8Array>}
   */
  #reached = new Map()
  /** How many characters of code ran so far. */
  size = 0

  /** @param {RegExp} files which files count, by their URL */
  constructor(files) {
    this.#files = files
  }

  async start() {
    this.#session.connect()
    await this.#session.post('Profiler.enable')
    await this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /**
   * Whether code ran since the last call that never ran before.
   *
   * @param {boolean} claim whether that code counts as reached from now on
   */
  async reachedNew(claim) {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage')
    let isNew = false
    for (const { url, functions } of result) {
      if (!this.#files.test(url)) continue
      for (const { ranges } of functions) {
        if (this.#compare(url, ranges, claim)) isNew = true
      }
    }
    return isNew
  }

  /**
   * @param {string} url
   * @param {import('node:inspector').Profiler.CoverageRange[]} ranges the function's, then of blocks in it
   * @param {boolean} claim
   */
  #compare(url, ranges, claim) {
    const [{ startOffset: start, endOffset: end } = { startOffset: 0, endOffset: 0 }] = ranges
    // Which blocks are told apart depends on their counts; which characters ran does not.
    const ran = new Uint8Array(end - start)
    for (const { startOffset, endOffset, count } of ranges) {
      ran.fill(count > 0 ? 1 : 0, startOffset - start, endOffset - start)
    }
    const key = `${url}:${start}-${end}`
    const known = this.#reached.get(key) ?? new Uint8Array(end - start)
    const fresh = ran.reduce((sum, flag, at) => sum + (flag & ~(known[at] ?? 0)), 0)
    if (claim && fresh > 0) {
      this.size += fresh
      this.#reached.set(
        key,
        known.map((flag, at) => flag | (ran[at] ?? 0)),
      )
    }
    return fresh > 0
  }

  async stop() {
    await this.#session.post('Profiler.stopPreciseCoverage')
    this.#session.disconnect()
  }
}
