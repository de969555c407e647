/** Up to so many digits before the point PHP writes a float without an exponent, and so many zeros behind it. */
const [MOST_DIGITS, MOST_ZEROS] = [17, 3]

/**
 * A float as PHP's `serialize` writes it, where `serialize_precision` is -1, the default from PHP 7.1 on: the shortest
 * digits that read back the same, `1` for 1.0, and exponents as in `1.0E+25`.
 */
export function phpFloat(value: number): string {
  if (Number.isNaN(value)) return 'NAN'
  if (!Number.isFinite(value)) return value < 0 ? '-INF' : 'INF'
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  const point = Number(exponent) + 1
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const isPlain = point >= -MOST_ZEROS && point <= MOST_DIGITS
  return isPlain ? plain(mantissa, point) : scientific(mantissa, Number(exponent))
}

/** @param point how many digits stand before it */
function plain(mantissa: string, point: number): string {
  const digits = mantissa.replace(/[-.]/g, '')
  const sign = mantissa.startsWith('-') ? '-' : ''
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  const whole = digits.slice(0, point).padEnd(point, '0')
  const fraction = digits.slice(point)
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`
}

function scientific(mantissa: string, exponent: number): string {
  const digits = mantissa.includes('.') ? mantissa : `${mantissa}.0`
  return `${digits}E${exponent < 0 ? '' : '+'}${exponent}`
}
