import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findTool } from './tools.js'

/** The path of python3; `undefined`, after a notice, where there is none outside CI. */
export const python = findTool('python3')

/** Runs a Python program with `input` on its standard input and returns what it printed. */
export async function runPython(program: string, input = ''): Promise<string> {
  if (python === undefined) throw new Error('runPython is called only where there is a python3')
  const running = promisify(execFile)(python, ['-c', program], { maxBuffer: 1 << 28 })
  running.child.stdin!.end(input)
  return (await running).stdout
}
