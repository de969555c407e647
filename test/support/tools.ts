import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Finds a program that a test needs and that npm cannot install.
 *
 * Where it is missing the test cannot run: `undefined`, after a line on the terminal. In CI, where
 * `.ci/run` installs it, that is an error: nothing is left out silently.
 *
 * @param names the names it goes by, the preferred one first
 */
export function findTool(...names: readonly string[]): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name)
      if (isExecutable(path)) return path
    }
  }
  missingTool(names[0]!)
  return undefined
}

/** Says that tests are not run for want of `name`. In CI that is an error. */
export function missingTool(name: string): void {
  const problem = `${name} is not installed`
  if (process.env['CI']) throw new Error(`${problem}: CI must run the tests that need it`)
  console.warn(`NOT RUN: ${problem}`)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
