/** Finds the code that the documentation shows, so that it can be run. */
import { readdirSync, readFileSync } from 'node:fs'

/** One piece of code: where it stands and what it is. */
export interface CodeBlock {
  readonly where: string
  readonly code: string
}

/** The `@example` of every doc comment in the TypeScript files below `folder`. */
export function exampleBlocks(folder: URL): CodeBlock[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
    .flatMap((file) => examplesIn(readFileSync(new URL(file, folder), 'utf8'), `src/${file}`))
}

function examplesIn(source: string, file: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  for (const comment of source.matchAll(/\/\*\*.*?\*\//gs)) {
    for (const [, example] of comment[0].matchAll(/@example\n(.*?)(?=\n\s*\* @|\n?\s*\*\/)/gs)) {
      const line = source.slice(0, comment.index).split('\n').length
      const code = example!.replace(/^[ \t]*\* ?/gm, '')
      blocks.push({ where: `${file}:${line}`, code })
    }
  }
  return blocks
}

/** The TypeScript blocks of a Markdown file. */
export function markdownBlocks(file: URL, name: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  for (const match of readFileSync(file, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)) {
    const line = readFileSync(file, 'utf8').slice(0, match.index).split('\n').length
    blocks.push({ where: `${name}:${line}`, code: match[1]! })
  }
  return blocks
}

/** Turns every line `EXPR // → VALUE` into an assertion that EXPR deep-equals VALUE. */
export function withAssertions(code: string): string {
  const asserted = code.replace(
    /^(.*?)(?:;)? \/\/ → (.*)$/gm,
    (_, expression: string, value: string) => `assert.deepStrictEqual(${expression}, ${value})`,
  )
  return `import assert from 'node:assert/strict'\n${asserted}\nvoid assert\nexport {}\n`
}
