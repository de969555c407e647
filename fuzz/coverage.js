import { Session } from 'node:inspector/promises'

/**
 * V8's block coverage of the codec: which pieces of its code ran, and about how often.
 */
export class Coverage {
  #session = new Session()
  /** @type {ReadonlySet<string>} */
  #scripts

  /** @param {RegExp} files which files count, by their URL */
  constructor(files) {
    this.files = files
    this.#scripts = new Set()
  }

  async start() {
    this.#session.connect()
    await this.#session.post('Profiler.enable')
    await this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /**
   * What ran since the last call: one key for each block and order of magnitude of its count.
   *
   * @returns {Promise<Set<string>>}
   */
  async take() {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage')
    const keys = new Set()
    for (const { url, functions } of result) {
      if (!this.files.test(url)) continue
      const file = url.slice(url.lastIndexOf('/'))
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          if (count > 0) keys.add(`${file}:${startOffset}-${endOffset}:${Math.clz32(count)}`)
        }
      }
    }
    return keys
  }

  async stop() {
    await this.#session.post('Profiler.stopPreciseCoverage')
    this.#session.disconnect()
  }
}
