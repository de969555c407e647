import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { TestRunner } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** What the tests of a file need and this machine does not have. */
    missing?: string[]
  }
}

/**
 * Finds a program that the tests of this file need and that npm cannot install.
 *
 * Where it is missing they cannot run: `undefined`, and the end of the run tells of it. In CI, where
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

/** Notes, while tests are collected, that some of this file are left out for want of `name`. In CI that is an error. */
export function missingTool(name: string): void {
  if (process.env['CI']) throw new Error(`CI must run the tests that need ${name}`)
  const { meta } = TestRunner.getCurrentSuite().file
  meta.missing = [...(meta.missing ?? []), name]
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
