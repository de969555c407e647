import type { Reporter, TestModule } from 'vitest/node'

/**
 * Says at the end of a run which tests were left out for want of what, as {@link missingTool} noted it;
 * nothing where none were.
 */
export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const [missing, files] of filesByMissing(modules)) {
      console.log(`LEFT OUT for want of ${missing}: ${files.map(leftOutOf).toSorted().join(', ')}`)
    }
  }
}

function leftOutOf({ relativeModuleId, children }: TestModule): string {
  const skipped = [...children.allTests('skipped')].length
  return `${skipped} of ${[...children.allTests()].length} tests in ${relativeModuleId}`
}

function filesByMissing(modules: readonly TestModule[]): Map<string, TestModule[]> {
  const found = new Map<string, TestModule[]>()
  for (const file of modules) {
    const missing = file.meta().missing?.join(' and ')
    if (missing !== undefined) found.set(missing, [...(found.get(missing) ?? []), file])
  }
  return found
}
