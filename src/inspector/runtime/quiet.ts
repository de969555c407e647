/**
 * The library warns of weak secrets, in the console where there is no process. Those of the page are its examples', and
 * those that somebody tries.
 */
export function keepQuiet(): void {
  Object.assign(globalThis, { process: { emitWarning } })
}

const emitWarning = (): void => {}
