import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findTool, missingTool } from './tools.js'

/** The path of a Ruby that has `library`; `undefined`, after a notice, where there is none outside CI. */
export function findRubyWith(library: string, debianPackage: string): string | undefined {
  const ruby = findTool('ruby')
  if (ruby === undefined) return undefined
  try {
    execFileSync(ruby, ['-e', `require ${JSON.stringify(library)}`], { stdio: 'ignore' })
    return ruby
  } catch {
    missingTool(`${library} for Ruby (Debian: ${debianPackage})`)
    return undefined
  }
}

/** What a generator of vectors makes of `input`: see its head. */
export function askGenerator<T>(ruby: string, name: string, input: unknown): T {
  const path = fileURLToPath(new URL(`../vectors/generate/${name}`, import.meta.url))
  const options = { input: JSON.stringify(input), maxBuffer: 1 << 28 }
  return JSON.parse(execFileSync(ruby, [path, 'read'], options).toString()) as T
}
