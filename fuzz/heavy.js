/**
 * Pickles just under 64 KiB that are made to be slow: each is one part over and over, where a reader
 * that is careless takes quadratic time, or makes much out of little.
 */

const SIZE = 65_535

/** @typedef {string | number | readonly number[] | Uint8Array} Part */

/** @param {...Part} parts text is Latin-1, a number is a byte */
const bytes = (...parts) =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string'
        ? Buffer.from(part, 'latin1')
        : Buffer.from(typeof part === 'number' ? [part] : part),
    ),
  )

/** @param {number} value */
const u2 = (value) => Buffer.of(value & 0xff, value >> 8)
/** @param {number} value */
const u4 = (value) => bytes(u2(value & 0xffff), u2(value >>> 16))

/**
 * A pickle with a part as often as fits, or `most` times.
 *
 * @param {Part} head
 * @param {Uint8Array | ((index: number) => Uint8Array)} part
 * @param {Part} tail
 * @param {number} [most]
 */
function repeated(head, part, tail, most = Infinity) {
  /** @type {Part[]} */
  const parts = [head]
  let size = bytes(head, tail).length
  for (let index = 0; index < most; index++) {
    const next = typeof part === 'function' ? part(index) : part
    if (size + next.length > SIZE) break
    size += next.length
    parts.push(next)
  }
  return bytes(...parts, tail)
}

const ONE_FLOAT = bytes('G', [0x3f, 0xf0, 0, 0, 0, 0, 0, 0])
const TUPLE1 = 0x85
const LOW_HALF = Buffer.from('eda0bdedb880', 'hex')

/** @param {number} count @param {(index: number) => Buffer} item */
const listOf = (count, item) =>
  bytes('](', ...Array.from({ length: count }, (_, i) => item(i)), 'e')

/**
 * A class called again and again with the same big argument out of the memo.
 *
 * @param {string} name
 * @param {Buffer} argument
 */
const calls = (name, argument) =>
  repeated(
    bytes([0x80, 3], `c${name.replace(' ', '\n')}\nq`, 0, '0', argument, TUPLE1, 'q', 1, '0]'),
    bytes('h', 0, 'h', 1, 'Ra'),
    '.',
  )

/** @param {number} size */
const text = (size) => bytes('X', u4(size), '1'.repeat(size))

/** @type {Readonly<Record<string, Buffer>>} */
export const HEAVY = {
  'set of the same list': calls(
    'builtins set',
    listOf(8000, (i) => bytes('M', u2(i))),
  ),
  'bytearray of the same bytes': calls(
    'builtins bytearray',
    bytes('B', u4(30_000), 'a'.repeat(30_000)),
  ),
  'deque of the same list': calls(
    'collections deque',
    listOf(9000, () => bytes('N')),
  ),
  'OrderedDict of the same pairs': calls(
    'collections OrderedDict',
    listOf(9000, () => bytes('KaN', 0x86)),
  ),
  'Counter of the same dict': calls(
    'collections Counter',
    repeated('}(', (i) => bytes('M', u2(i), 'K', 1), 'u', 4000),
  ),
  'Decimal of the same text': calls('decimal Decimal', text(30_000)),
  'Fraction of the same text': calls('fractions Fraction', text(30_000)),
  'UUID of the same text': calls('uuid UUID', text(30_000)),
  'tuples in each other': repeated(['K'.charCodeAt(0), 1], bytes(TUPLE1), '.'),
  'tuples around a Decimal': repeated(
    bytes('cdecimal\nDecimal\nU', 1, '1', TUPLE1, 'R'),
    bytes(TUPLE1),
    '.',
  ),
  'lists in each other': bytes(']'.repeat(9999), 'a'.repeat(9998), '.'),
  'a deep tuple as key': repeated(
    bytes('}K', 1, Buffer.alloc(30_000, TUPLE1), 'q', 0, 'Ns'),
    bytes('h', 0, 'Ns'),
    '.',
  ),
  'marks and tuples': repeated('', bytes('(t0'), 'N.'),
  'long ints': repeated('', bytes(0x8a, 255, '\x7f'.repeat(255), '0'), 'N.'),
  'long decimal ints': repeated('', bytes(`L${'9'.repeat(4299)}\n0`), 'N.'),
  'long floats': repeated('', bytes(`F${'9'.repeat(300)}\n0`), 'N.'),
  'text of escapes': repeated('V', bytes('\\U0001f600'), '\n.'),
  'Python 2 str of escapes': repeated("S'", bytes('\\x41'), "'\n."),
  'short texts of surrogates': repeated('', bytes('X', u4(6), LOW_HALF, '0'), 'N.'),
  'one class': repeated('', bytes('cdatetime\ndatetime\n0'), 'N.'),
  'many classes': repeated('', (i) => bytes(`ca\n${i}\n0`), 'N.'),
  'memo from the top down': repeated('N', (i) => bytes('r', u4(60_000 - i * 4)), '.', 13_000),
  'memo with gaps': repeated('N', (i) => bytes('r', u4(i * 5)), '.'),
  'floats at once': repeated('](', ONE_FLOAT, 'e.', 9000),
  'floats one by one': repeated('}', (i) => bytes('M', u2(i), ONE_FLOAT, 's'), '.'),
  'big floats as keys': repeated(
    '}',
    (i) => bytes('G', [0x7f, 0xe0, 0, 0, 0, 0], u2(i), 'Ns'),
    '.',
  ),
  'big ints as keys': repeated('}', (i) => bytes(0x8a, 9, u2(i), '\x01'.repeat(7), 'Ns'), '.'),
  'digits as keys': repeated(
    '}',
    (i) => bytes('U', 4, String(9999 - i).padStart(4, '1'), 'Ns'),
    '.',
  ),
  'a dict that becomes a Map late': repeated(
    bytes('}q', 0),
    (i) => bytes('U', 2, u2(i & 0x7f7f), '}s'),
    bytes('h', 0, 'K', 1, 'Ns.'),
  ),
  'dicts that become Maps': repeated(']', bytes('}q', 0, 'K', 1, 'h', 0, 'sa'), '.'),
  states: repeated(bytes('ca\nb\n)R'), bytes('Nb'), '.'),
  setters: repeated(bytes('ca\nb\nq', 1, ')Rq', 0), bytes('h', 1, 'h', 0, 'N', 0x86, 'R0'), '.'),
  'objects in each other': repeated(bytes('ca\nb\nq', 0, ')', 0x81), bytes(TUPLE1, 'R'), '.', 0),
}
