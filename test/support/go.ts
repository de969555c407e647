/** Programs in Go that use what Debian installs for it. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findTool, missingTool } from './tools.js'

/** Where Debian keeps the source of packages. */
const GOPATH = '/usr/share/gocode'
const GORILLA = 'golang-github-gorilla-sessions-dev'

/** Programs that were built, until they are removed. */
export interface Built {
  readonly program: string
  readonly remove: () => void
}

/**
 * Finds Go and gorilla/sessions. Where one is missing it is as {@link findTool} says.
 *
 * @returns builds a program of one file; its path is taken from the test's `import.meta.url`
 */
export function findGoWithGorilla(): ((file: string, from: string) => Built) | undefined {
  const go = findTool('go')
  if (go === undefined) return undefined
  if (!existsSync(join(GOPATH, 'src/github.com/gorilla/sessions'))) {
    missingTool(GORILLA)
    return undefined
  }
  return (file, from) => built(go, fileURLToPath(new URL(file, from)))
}

function built(go: string, file: string): Built {
  const folder = mkdtempSync(join(tmpdir(), 'gorilla-'))
  const program = join(folder, 'program')
  execFileSync(go, ['build', '-o', program, file], {
    env: { ...process.env, GOPATH, GO111MODULE: 'off' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return { program, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
