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

/** A long int. @param {number} size in bytes */
const int = (size) => bytes(0x8b, u4(size), '\x7f'.repeat(size))

/**
 * A value that is fetched from the memo again and again, as items of a list.
 *
 * @param {Part} value
 */
const again = (value) => repeated(bytes([0x80, 3], value, 'q', 0, '0]('), bytes('h', 0), 'e.')

/** V8's hash of a small int: see `src/pickle/collisions.ts`. @param {number} key */
function hash(key) {
  let hash = (~key + (key << 15)) | 0
  hash ^= hash >>> 12
  hash = (hash + (hash << 2)) | 0
  hash ^= hash >>> 4
  hash = Math.imul(hash, 2057)
  return hash ^ (hash >>> 16)
}

/**
 * Ints that V8 puts into one bucket of a small table.
 *
 * @param {number} count
 * @param {number} first
 * @param {number} buckets
 */
function colliding(count, first, buckets) {
  const keys = []
  for (let key = first; keys.length < count; key++) {
    if (((hash(key) ^ hash(first)) & (buckets - 1)) === 0) keys.push(key)
  }
  return keys
}

const KEYS = colliding(6000, 1, 4096)
const INDICES = colliding(1000, 100_000, 512)

/**
 * A value made of the one before, thirty times over; `make` is given the instruction that fetches it.
 *
 * @param {(one: Buffer) => Buffer} make
 * @param {Part} tail
 */
function thirty(make, tail) {
  /** @type {Buffer[]} */
  const parts = [bytes([0x80, 3], 'Nq', 0)]
  for (let level = 0; level < 30; level++) {
    parts.push(bytes('0'), make(bytes('h', level)), bytes('q', level + 1))
  }
  return bytes(...parts, tail)
}

const ZONE = 'cbuiltins\ngetattr\nczoneinfo\nZoneInfo\nX\x09\0\0\0_unpickle\x86R'

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
  'bigints with the same low bits as keys': repeated(
    '}',
    (i) => bytes(0x8a, 10, Buffer.alloc(8, 0x11), u2(i & 0x7fff), 'Ns'),
    '.',
  ),
  'ints of one bucket as keys': repeated('}', (i) => bytes('J', u4(KEYS[i] ?? i), 'Ns'), '.', 6000),
  'ints of one bucket in an OrderedDict': repeated(
    'ccollections\nOrderedDict\n)R',
    (i) => bytes('J', u4(KEYS[i] ?? i), 'Ns'),
    '.',
    6000,
  ),
  'ints of one bucket in a set': repeated(
    bytes([0x80, 4, 0x8f], '('),
    (i) => bytes('J', u4(KEYS[i] ?? i)),
    bytes(0x90, '.'),
    6000,
  ),
  'memo indices of one bucket': repeated(
    bytes('N', ...INDICES.map((index) => bytes('r', u4(index)))),
    (i) => bytes('j', u4(INDICES[i % INDICES.length] ?? 0), '0'),
    '.',
  ),
  'a long int again and again': again(int(1786)),
  'the longest int again and again': again(int(4096)),
  'the longest int as a key': repeated(bytes(int(4096), 'q', 0, '0}'), bytes('h', 0, 'Ns'), '.'),
  'a float again and again': again(ONE_FLOAT),
  'a text again and again': again(text(30_000)),
  'a long int as an argument': calls('builtins range', bytes(int(4000), 'q', 2, '0h', 2)),
  'Fraction of the same ints': repeated(
    bytes([0x80, 3], 'cfractions\nFraction\nq', 0, '0', int(1700), int(1699), 0x86, 'q', 1, '0]'),
    bytes('h', 0, 'h', 1, 'Ra'),
    '.',
  ),
  'indices as keys of small dicts': repeated(bytes('('), bytes('}U', 4, '1022Ns'), 't.'),
  'tuples of the same tuples': thirty((one) => bytes(one, one, 0x86), '.'),
  'a tuple of tuples as a key': thirty(
    (one) => bytes(one, one, 0x86),
    bytes('0ccollections\nOrderedDict\n)Rh', 30, 'Ns.'),
  ),
  'OrderedDicts in each other': thirty(
    (one) => bytes('ccollections\nOrderedDict\n)R(K', 1, one, 'K', 2, one, 'u'),
    '.',
  ),
  'slices of slices': thirty((one) => bytes('cbuiltins\nslice\n', one, one, one, 0x87, 'R'), '.'),
  'objects of objects': thirty((one) => bytes('ca\nb\n', one, one, 0x86, 'R'), '.'),
  'a list as the name of an attribute': thirty(
    (one) => bytes('](', one, one, 'e'),
    bytes('0cbuiltins\ngetattr\nca\nb\nh', 30, 0x86, 'R)R)R.'),
  ),
  'a list as an encoding': thirty(
    (one) => bytes('](', one, one, 'e'),
    bytes('0c_codecs\nencode\nU', 1, 'ah', 30, 0x86, 'R.'),
  ),
  'datetimes in a zone': repeated(
    bytes([0x80, 3], ZONE, 'X', u4(13), 'Europe/BerlinK', 1, 0x86, 'Rq', 0, '0('),
    bytes('cdatetime\ndatetime\nC', 10, 7, 208, 1, 1, 1, 1, [0, 0, 0, 0], 'h', 0, 0x86, 'R'),
    't.',
  ),
  states: repeated(bytes('ca\nb\n)R'), bytes('Nb'), '.'),
  setters: repeated(bytes('ca\nb\nq', 1, ')Rq', 0), bytes('h', 1, 'h', 0, 'N', 0x86, 'R0'), '.'),
  'objects in each other': repeated(bytes('ca\nb\nq', 0, ')', 0x81), bytes(TUPLE1, 'R'), '.', 0),
}
