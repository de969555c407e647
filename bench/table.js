/** Prints the result of the benchmark. */

/** What each rival's time is compared with: the most that cartouche may take of it from 1 KB on. */
const GOALS = { pickleparser: 1 / 1.3, JSON: 2 }

/** @param {readonly import('./pickle.js').Row[]} rows */
export function printRatios(rows) {
  const lines = [
    ['', 'pickle', 'cartouche', '÷ pickleparser', '÷ JSON'],
    ...rows.map(({ task, session, protocol, bytes, nanoseconds, ratios }) => [
      `${task} ${session}, protocol ${protocol}`,
      `${bytes} B`,
      `${(nanoseconds / 1000).toFixed(2)} µs`,
      ratios['pickleparser']?.toFixed(2) ?? '',
      ratios['JSON']?.toFixed(2) ?? '',
    ]),
  ]
  /** @param {number} column */
  const width = (column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))
  for (const [name = '', ...figures] of lines) {
    const cells = figures.map((cell, index) => cell.padStart(width(index + 1)))
    console.log([name.padEnd(width(0)), ...cells].join('  '))
  }
  console.log(
    `\nLess is faster. Goals: ÷ pickleparser at most ${GOALS.pickleparser.toFixed(2)} (1.3 times as fast), ` +
      `÷ JSON at most ${GOALS.JSON.toFixed(1)} from 1 KB on.`,
  )
}
