import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { findTool, missingTool } from './tools.js'

/** The path of python3; `undefined`, after a notice, where there is none outside CI. */
export const python = findTool('python3')

/**
 * The path of a Python that has `module`: Debian's, which need not be the first on the path. `undefined`,
 * after a notice that names `debianPackage`, where there is none outside CI.
 */
export function findPythonWith(module: string, debianPackage: string): string | undefined {
  const found = ['/usr/bin/python3', 'python3'].find((path) => {
    try {
      execFileSync(path, ['-c', `import ${module}`], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
  if (found === undefined) missingTool(`${module} for Python 3 (Debian: ${debianPackage})`)
  return found
}

/** Runs a Python program with `input` on its standard input and returns what it printed. */
export async function runPython(program: string, input = '', path = python): Promise<string> {
  if (path === undefined) throw new Error('runPython is called only where there is a python3')
  const running = promisify(execFile)(path, ['-c', program], { maxBuffer: 1 << 28 })
  running.child.stdin!.end(input)
  return (await running).stdout
}
