/**
 * A float as Python's `repr` writes it: the shortest digits that read back the same, with `.0` where
 * nothing else tells it from an int, and an exponent of at least two digits below 1e-4 and from 1e16.
 */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string]
  const power = Number(exponent)
  if (power < -4 || power >= 16)
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
  const plain = power < 0 ? smallDecimal(mantissa, power) : String(value)
  return plain.includes('.') ? plain : `${plain}.0`
}

/** JavaScript changes to exponents only below 1e-6, so this is String(value), spelled out for all. */
function smallDecimal(mantissa: string, power: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  return `${sign}0.${'0'.repeat(-power - 1)}${mantissa.replace(/[-.]/g, '')}`
}
