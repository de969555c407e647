/**
 * A float as Python's `repr` writes it: the shortest digits that read back the same, with `.0` where
 * nothing else tells it from an int, and an exponent of at least two digits below 1e-4 and from 1e16.
 */
export function floatRepr(value: number): string {
  const size = Math.abs(value)
  // Within these bounds JavaScript writes no exponent either, and the digits are the same.
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value)
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  if (Number.isNaN(value)) return 'nan'
  if (size === Infinity) return value < 0 ? '-inf' : 'inf'
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  const power = Number(exponent)
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
