/** Prints the result of the benchmark. */

/** What each rival's time is compared with: the most that cartouche may take of it from 1 KB on. */
const GOALS = { pickleparser: 1 / 1.3, JSON: 2 }

/** @param {readonly import('./pickle.js').Row[]} rows */
export function printRatios(rows) {
  const header = ['', 'pickle', 'cartouche', '÷ pickleparser', '÷ JSON']
  const lines = rows.map(({ task, session, protocol, bytes, times }) => [
    `${task} ${session}, protocol ${protocol}`,
    `${bytes} B`,
    `${(times['cartouche'] / 1000).toFixed(2)} µs`,
    ratio(times, 'pickleparser'),
    ratio(times, 'JSON'),
  ])
  const widths = header.map((_, column) =>
    Math.max(...[header, ...lines].map((line) => line[column].length)),
  )
  for (const line of [header, ...lines]) {
    const cells = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    )
    console.log(cells.join('  '))
  }
  console.log(
    `\nLess is faster. Goals: ÷ pickleparser at most ${GOALS.pickleparser.toFixed(2)} (1.3 times as fast), ` +
      `÷ JSON at most ${GOALS.JSON.toFixed(1)} from 1 KB on.`,
  )
}

/**
 * @param {Record<string, number>} times
 * @param {string} rival
 */
function ratio(times, rival) {
  const time = times[rival]
  return time === undefined ? '' : (times['cartouche'] / time).toFixed(2)
}
