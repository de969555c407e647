/** Warnings that the process has given already. */
const given = new Set<string>()

/** Warns of a setting, once in the life of the process. */
export function warnOnce(code: string, message: string): void {
  const warning = `${code}: ${message}`
  if (given.has(warning)) return
  given.add(warning)
  const { process } = globalThis as { process?: Partial<NodeJS.Process> }
  if (process?.emitWarning === undefined) console.warn(warning)
  else process.emitWarning(message, { type: 'CartoucheWarning', code })
}
