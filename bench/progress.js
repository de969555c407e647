/** A progress bar on the terminal; nothing where there is none. */

const WIDTH = 30
/** How often it is drawn anew, in milliseconds. */
const PERIOD = 100

/**
 * Draws how far a part of the benchmark is.
 *
 * @param {string} name
 * @returns {{ progress: (done: number, total: number) => void, end: () => void }}
 */
export function progressBar(name) {
  const { stderr } = process
  if (!stderr.isTTY) return { progress: () => {}, end: () => {} }
  let drawn = -Infinity
  return {
    progress(done, total) {
      const now = performance.now()
      if (now - drawn < PERIOD) return
      drawn = now
      const full = Math.min(WIDTH, Math.round((WIDTH * done) / total))
      stderr.write(`\r${name} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`)
    },
    end: () => void stderr.write('\r\u001b[K'),
  }
}
