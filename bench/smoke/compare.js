/** Whether ratios got worse. */

/** How many times as long as the native calls below it each task takes. @typedef {Readonly<Record<string, number>>} Ratios */

/** How much worse than its baseline a ratio may be. */
export const TOLERANCE = 0.3

/**
 * The ratios that are worse than the baseline allows, in words. One without a baseline is none of them.
 *
 * @param {Ratios} measured
 * @param {Ratios} baseline
 */
export function lossesOf(measured, baseline) {
  return Object.entries(baseline).flatMap(([name, before]) => {
    const now = measured[name]
    if (now === undefined) return [`${name} was not measured`]
    if (now <= before * (1 + TOLERANCE)) return []
    const loss = Math.round((now / before - 1) * 100)
    return [
      `${name} takes ${now.toFixed(2)} times the floor, was ${before.toFixed(2)}: ${loss} % more`,
    ]
  })
}

/**
 * The best of each. Noise only ever adds time, to ours or to the floor; a loss stays.
 *
 * @param {readonly Ratios[]} measured
 * @returns {Ratios}
 */
export function bestOf(measured) {
  return combine(measured, (ratios) => Math.min(...ratios))
}

/**
 * @param {readonly Ratios[]} measured
 * @param {(ratios: number[]) => number} pick
 * @returns {Ratios}
 */
export function combine(measured, pick) {
  const [first = {}] = measured
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, pick(measured.map((ratios) => ratios[name] ?? NaN))]),
  )
}
