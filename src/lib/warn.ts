/** Warnings that the process has given already. */
const given = new Set<string>()

/** Warns of a setting, once in the life of the process. */
export function warnOnce(code: string, message: string): void {
  const warning = `${code}: ${message}`
  if (given.has(warning)) return
  given.add(warning)
  try {
    globalThis.process.emitWarning(message, { type: 'CartoucheWarning', code })
  } catch {
    // There is no Node, or it can make no warning, as where `Error.prototype` is frozen: nothing is to fail for one.
    console.warn(warning)
  }
}
