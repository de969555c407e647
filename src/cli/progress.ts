/** A bar on the terminal for what takes long; elsewhere nothing. */
import { counted } from './duration.js'
import type { Io } from './io.js'

export interface Progress {
  /** @param share of all that is to be done, from 0 to 1; `undefined` where nobody knows how much that is */
  readonly show: (done: number, share: number | undefined) => void
  /** Takes the bar away: for other lines, or in the end. */
  readonly clear: () => void
}

const WIDTH = 30
const EVERY = 80 // milliseconds
const CLEAR = '\r\x1b[K'

/** @param thing that is counted, as `cookie` */
export function progressOf({ screen, paintNote }: Io, thing: string): Progress {
  if (screen === undefined) return { show: () => {}, clear: () => {} }
  let [shownAt, isShown] = [-Infinity, false]
  return {
    show: (done, share) => {
      const now = performance.now()
      if (now - shownAt < EVERY && share !== 1) return
      shownAt = now
      isShown = true
      const percent = share === undefined ? '' : ` ${Math.round(share * 100)} %`
      screen.write(
        `${CLEAR}${paintNote('cyan', barOf(done, share))}${percent} ${counted(done, thing)}`,
      )
    },
    clear: () => {
      if (isShown) screen.write(CLEAR)
      isShown = false
    },
  }
}

/** Full in proportion; or a piece that goes round. */
function barOf(done: number, share: number | undefined): string {
  if (share === undefined) {
    const at = done % (WIDTH - 2)
    return `${'░'.repeat(at)}███${'░'.repeat(WIDTH - 3 - at)}`
  }
  const full = Math.round(WIDTH * Math.min(1, share))
  return '█'.repeat(full) + '░'.repeat(WIDTH - full)
}
