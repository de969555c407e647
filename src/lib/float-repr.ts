/**
 * A float as Python's `repr` writes it: the shortest digits that read back the same, with `.0` where
 * nothing else tells it from an int, and an exponent of at least two digits below 1e-4 and from 1e16.
 */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  if (Object.is(value, -0)) return '-0.0'
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  const power = Number(exponent)
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  }
  // Within these bounds JavaScript writes no exponent either, and the digits are the same.
  const text = String(value)
  return Number.isInteger(value) ? `${text}.0` : text
}
