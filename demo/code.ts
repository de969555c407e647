/** The code of a function, for people to read: what is shown is what runs. */

/** The lines between a function's braces, in the style of this project. */
export function codeOf(run: (...parameters: never[]) => unknown): string {
  const lines = String(run).split('\n').slice(1, -1)
  const indent = Math.min(...lines.map((line) => line.search(/\S|$/)))
  return lines.map((line) => tidy(line.slice(indent))).join('\n')
}

/** The compiler writes semicolons, and four blanks for each level. */
function tidy(line: string): string {
  const [, indent, text] = /^( *)(.*)$/.exec(line)!
  return indent!.slice(0, indent!.length / 2) + text!.replace(/;(?=$| *\/\/)/, '')
}
