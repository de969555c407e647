const told = new Set<string>()

/**
 * Tells whoever runs the application, once a process, of what is allowed and hardly meant.
 *
 * @param code what Node's `--disable-warning` takes
 */
export function warnOnce(code: string, message: string): void {
  const line = `${code}: ${message}`
  if (told.has(line)) return
  told.add(line)
  if (globalThis.process?.emitWarning) globalThis.process.emitWarning(message, { code })
  else console.warn(line)
}
