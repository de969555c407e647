/** Runs the built command line as a process of its own. */
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../../dist/bundle/cli/main.js', import.meta.url))
if (!existsSync(MAIN)) throw new Error('dist/ is missing: npm run build comes first')

export interface Ran {
  /** Exit code; `null` where a signal ended it. */
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** What the standard input has. Default: nothing, at once at its end. */
  readonly input?: string | Uint8Array
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Milliseconds, after which it is ended; then its status is `null`. */
  readonly timeout?: number
}

/** No colours, no secrets of whoever runs the tests. */
export function environment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH, HOME, TMPDIR, LANG: 'C.UTF-8', TZ: 'UTC', ...env }
}

export function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { input = '', env, cwd, timeout } = options
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: environment(env), timeout })
  return ranTo(child, input)
}

function ranTo(child: ChildProcessWithoutNullStreams, input: string | Uint8Array): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', reject)
    child.on('close', (status) => {
      const [out, err] = [Buffer.concat(stdout), Buffer.concat(stderr)]
      resolve({ status, stdout: out.toString(), stderr: err.toString() })
    })
    child.stdin.on('error', () => {}) // it need not read all
    child.stdin.end(input)
  })
}

/** Lines of bash, in which `cartouche` is the built one. */
export function shell(lines: string, cwd: string): Promise<Ran> {
  const script = `cartouche() { "$NODE" "$MAIN" "$@"; }\n${lines}`
  const env = environment({ NODE: process.execPath, MAIN })
  return ranTo(spawn('bash', ['-c', script], { cwd, env }), '')
}

/** A folder for the files of a test file. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'cartouche-cli-'))
  return { path, remove: () => rmSync(path, { recursive: true }) }
}
