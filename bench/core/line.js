/** The straight line through points. */

/**
 * The line that fits best, by least squares, and how well it does: `fit` is r², 1 for points that are
 * on it.
 *
 * @param {readonly (readonly [x: number, y: number])[]} points
 */
export function fitLine(points) {
  const mean = (/** @type {0 | 1} */ axis) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const [meanX, meanY] = [mean(0), mean(1)]
  let [xx, xy, yy] = [0, 0, 0]
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2
    xy += (x - meanX) * (y - meanY)
    yy += (y - meanY) ** 2
  }
  const slope = xy / xx
  return { slope, start: meanY - slope * meanX, fit: xy ** 2 / (xx * yy) }
}
