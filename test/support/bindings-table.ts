import { readFileSync, writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/**
 * Writes, where `BINDINGS_TABLE` names the page, its table of bindings × behaviours. What has not passed in this run is not
 * written: the page stays as it is then, and the run fails.
 */
export class BindingsTableReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const path = process.env['BINDINGS_TABLE']
    if (path === undefined || path === '') return
    // Here, so that other runs need not load it.
    const { SUITE, namesExpected, withTable } = await import('../contracts/binding/table.js')
    const passed = new Set(modules.flatMap((file) => passedIn(file, SUITE)))
    const missing = namesExpected().filter((name) => !passed.has(name))
    if (missing.length === 0) {
      writeFileSync(path, withTable(readFileSync(path, 'utf8')))
      return
    }
    process.exitCode = 1
    console.error(`${path} is left as it is. These have not passed:\n${missing.join('\n')}`)
  }
}

/** Behaviours by their names in {@link namesExpected}: binding and sentence. */
function passedIn({ children }: TestModule, suite: string): string[] {
  return [...children.allTests('passed')].flatMap((test) => {
    const binding = bindingOf(test, suite)
    return binding === undefined ? [] : `${binding}: ${test.name}`
  })
}

function bindingOf({ parent: subject }: TestCase, suite: string): string | undefined {
  const around = subject.type === 'suite' ? subject.parent : undefined
  if (around?.type !== 'suite' || !around.name.endsWith(` ${suite}`)) return undefined
  return around.name.slice(0, -suite.length - 1)
}
