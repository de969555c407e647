/** Runs the suites of a bundle, as vitest does. */
import { startTests } from '@vitest/runner'
import type { Task, Test, VitestRunner, VitestRunnerConfig } from '@vitest/runner'
import { suites } from 'suites:all'

/** What became of the tests. */
export interface Outcome {
  readonly passed: number
  readonly skipped: number
  readonly failures: readonly Failure[]
}

export interface Failure {
  readonly name: string
  readonly message: string
}

const TIMEOUT = 60_000 // milliseconds

const config: VitestRunnerConfig = {
  root: '/',
  setupFiles: [],
  name: undefined,
  passWithNoTests: false,
  testNamePattern: undefined,
  allowOnly: false,
  sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
  chaiConfig: undefined,
  maxConcurrency: 1,
  testTimeout: TIMEOUT,
  hookTimeout: TIMEOUT,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
}

export async function runSuites(): Promise<Outcome> {
  const runner: VitestRunner = { config, importFile: (path) => suites[path.slice(1)]!() }
  const files = await startTests(
    Object.keys(suites).map((path) => `/${path}`),
    runner,
  )
  const tasks = files.flatMap(withInner)
  const states = tasks.filter(isTest).map(({ result }) => result?.state ?? 'skip')
  return {
    passed: states.filter((state) => state === 'pass').length,
    skipped: states.filter((state) => state === 'skip').length,
    failures: tasks.flatMap(failuresOf),
  }
}

const isTest = (task: Task): task is Test => task.type === 'test'

function withInner(task: Task): Task[] {
  return task.type === 'suite' ? [task, ...task.tasks.flatMap(withInner)] : [task]
}

/** A suite fails by its hooks, a file also where it cannot be loaded. */
function failuresOf(task: Task): Failure[] {
  const errors = task.result?.errors ?? []
  return errors.map(({ message, stack }) => ({ name: task.fullName, message: stack ?? message }))
}
