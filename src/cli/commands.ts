/** The table of commands. Each is loaded when it is called: to find out what there is must be quick. */
import type { Command } from './command.js'

export interface Entry {
  readonly name: string
  /** One line for the list. */
  readonly summary: string
  readonly load: () => Promise<{ readonly command: Command }>
}

export const COMMANDS: readonly Entry[] = [
  {
    name: 'inspect',
    summary: 'what a cookie is, and what is in it',
    load: () => import('./commands/inspect.js'),
  },
  {
    name: 'verify',
    summary: 'whether a cookie is valid, by the exit code',
    load: () => import('./commands/verify.js'),
  },
  {
    name: 'seal',
    summary: 'makes a sealed cookie of JSON',
    load: () => import('./commands/seal.js'),
  },
  {
    name: 'sign',
    summary: 'makes a signed cookie of JSON, in any format',
    load: () => import('./commands/sign.js'),
  },
  {
    name: 'rotate',
    summary: 'signs many cookies again, by another key or in another format',
    load: () => import('./commands/rotate.js'),
  },
  {
    name: 'keygen',
    summary: 'makes a key',
    load: () => import('./commands/keygen.js'),
  },
  {
    name: 'explain',
    summary: 'the instructions of a pickle, one a line',
    load: () => import('./commands/explain.js'),
  },
  {
    name: 'audit',
    summary: 'weak secrets, and what is missing in a Set-Cookie line',
    load: () => import('./commands/audit.js'),
  },
  {
    name: 'doctor',
    summary: 'why a session of an application on this machine does not stick',
    load: () => import('./commands/doctor.js'),
  },
  {
    name: 'serve',
    summary: 'the inspector, a page for the browser',
    load: () => import('./commands/serve.js'),
  },
  {
    name: 'completion',
    summary: 'completion for bash, zsh or fish',
    load: () => import('./commands/completion.js'),
  },
]
