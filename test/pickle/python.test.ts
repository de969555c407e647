/** Real Python on the other side: it reads what we write, and we write what it wrote, byte for byte. */
import { expect, test } from 'vitest'
import { python2Name, python3Name } from '../../src/pickle/names.js'
import {
  OPCODES,
  PyByteArray,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyStr,
  PyTuple,
  dumps,
  loads,
  pyFloat,
} from '../../src/pickle/index.js'
import type { Opcode } from '../../src/pickle/index.js'
import { python, runPython } from '../support/python.js'

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Makes values at random: every type, shared and in circles, at the sizes where the form changes. */
const GENERATOR = `
import base64, collections, datetime, decimal, fractions, json, pickle, random, struct, uuid
R = random.Random(20240229)

def text():
    k = R.random()
    if k < .1: return ''
    if k < .2: return chr(R.randrange(256))
    if k < .3: return ''.join(chr(R.choice([R.randrange(0xd800, 0xe000), R.randrange(0x110000)])) for _ in range(R.randrange(8)))
    if k < .4: return R.choice(['datetime', 'builtins', 'latin1', 'list', 'set', 'bytearray', 'Decimal'])
    if k < .45: return 'x' * R.choice([254, 255, 256, 257, 65534, 65535, 65536, 70000])
    if k < .5: return '\\xe9' * R.choice([100, 127, 128, 32767, 32768])
    return ''.join(R.choice('abc\\\\\\n\\r\\0\\x1a"\\'Z \\xe9\\u20ac') for _ in range(R.randrange(12)))

def integer():
    if R.random() < .5: return R.randrange(-300, 70000)
    bits = R.choice([7, 8, 15, 16, 31, 32, 47, 52, 53, 54, 63, 64, 127, 128, 1000, 2039, 2040, 2041])
    return R.choice([1, -1]) * (2**bits + R.randrange(-2, 3))

def real():
    return R.choice([0.0, -0.0, 1.0, 1.5, -2.0, 1e16, 1e15, 123456789012345678.0, 1e22, 1e-4, 1e-5,
        1.5e-7, float('inf'), float('-inf'), float('nan'), 2.0**53, 2.0**60, R.random(),
        struct.unpack('>d', R.randbytes(8))[0]])

def leaf():
    return R.choice([lambda: None, lambda: True, lambda: False, integer, real, text, text, text,
        lambda: R.randbytes(R.choice([0, 1, 1, 2, 5, 255, 256, 300])),
        lambda: bytearray(R.randbytes(R.choice([0, 1, 3, 300]))),
        lambda: datetime.datetime(2020, R.randrange(1, 13), 3, 4, 5, 6, 7, datetime.timezone.utc),
        lambda: decimal.Decimal('1.5'), lambda: datetime.timedelta(1, 2, 3), lambda: complex(real(), real()),
        lambda: uuid.UUID(int=R.getrandbits(128)), lambda: fractions.Fraction(1, 3), lambda: int,
        lambda: datetime.datetime, lambda: len, lambda: range(3), lambda: json.JSONDecoder.decode])()

def key():
    k = R.random()
    if k < .6: return text()
    if k < .7: return integer()
    if k < .8: return R.choice([True, False, None, 0, 1, 0.0, 1.0, -0.0, 2**53, 2.0**53])
    if k < .85: return R.randbytes(R.randrange(4))
    if k < .9: return datetime.date(2020, 1, R.randrange(1, 28))
    if k < .95: return frozenset([text(), integer()])
    return tuple(key() for _ in range(R.randrange(5)))

def value(pool, depth):
    if pool and R.random() < .15: return R.choice(pool)
    if depth <= 0 or R.random() < .35: made = leaf()
    else: made = container(pool, depth)
    pool.append(made)
    return made

def container(pool, depth):
    k = R.randrange(9)
    big = R.random() < .01
    n = R.choice([999, 1000, 1001, 2000, 2001]) if big else R.choice([0, 1, 1, 2, 3, 4, 5])
    item = (lambda: R.randrange(70000)) if big else (lambda: value(pool, depth - 1))
    name = (lambda: R.randrange(10**6)) if big else key
    if k == 0: return [item() for _ in range(n)]
    if k == 1: return tuple(item() for _ in range(n))
    if k == 2: return {name(): item() for _ in range(n)}
    if k == 3: return {R.choice([str(R.randrange(100)), text()]): item() for _ in range(n % 10)}
    if k == 4: return {name() for _ in range(n)}
    if k == 5: return frozenset(key() for _ in range(n % 10))
    if k == 6: return collections.OrderedDict((name(), item()) for _ in range(n))
    if k == 7: return collections.deque(item() for _ in range(n))
    made = []
    pool.append(made)
    made.append(made)
    made.extend(item() for _ in range(n % 4))
    if R.random() < .5:
        loop = (made, 1)
        made.append(loop)
        return loop
    loop = {}
    made.append(loop)
    loop['self'] = made
    loop[R.choice([1, 'q'])] = loop
    return made
`

test.runIf(python)('what Python wrote is written back byte for byte', async () => {
  const program = `${GENERATOR}
for _ in range(150):
    made = value([], 5)
    for protocol in range(6):
        print(protocol, base64.b64encode(pickle.dumps(made, protocol)).decode())
`
  const printed = await runPython(program)
  const counted = { all: 0, default: 0, exact: 0 }
  for (const line of printed.trimEnd().split('\n')) {
    const [digit, text] = line.split(' ')
    const protocol = Number(digit) as (typeof PROTOCOLS)[number]
    const limits = { input: Infinity, memo: Infinity, stack: Infinity }
    const again = (options: object) =>
      base64(dumps(loads(Buffer.from(text!, 'base64'), { limits, ...options }), { protocol }))
    counted.all++
    if (again({}) === text) counted.default++
    if (again({ exact: true }) === text) counted.exact++
    expect(again({ dicts: 'auto' }) === text).toBe(again({}) === text)
  }
  console.log('values made at random, six protocols each:', counted)
  expect(counted.all).toBe(900)
  expect(counted.exact).toBe(900)
  // The values hold equal strings that are different objects, more than real data does.
  expect(counted.default).toBeGreaterThan(800)
})

test.runIf(python)('Python reads what we write', async () => {
  const shared = ['shared']
  const circle: unknown[] = []
  circle.push(PyTuple.of(circle), new Map([['circle', circle]]))
  const values: [unknown, string][] = [
    [[null, true, false], '[None, True, False]'],
    [
      [0, 255, 256, 65_536, -1, 2 ** 31, -(2 ** 31) - 1, 2n ** 2050n],
      '[0, 255, 256, 65536, -1, 2**31, -2**31-1, 2**2050]',
    ],
    [[0.5, -0, pyFloat(1), 1e16, 1e-5, Infinity], '[0.5, -0.0, 1.0, 1e16, 1e-5, float("inf")]'],
    [
      'é€😀\n\\\0\r\x1a\ud800',
      'chr(0xe9)+chr(0x20ac)+chr(0x1f600)+chr(10)+chr(92)+chr(0)+chr(13)+chr(26)+chr(0xd800)',
    ],
    [PyStr.fromCodePoints([0xd83d, 0xde00]), 'chr(0xd83d)+chr(0xde00)'],
    [new Uint8Array(300), 'bytes(300)'],
    [[new PyByteArray(), PyByteArray.of(1, 255)], '[bytearray(), bytearray([1, 255])]'],
    [PyTuple.of<unknown>(1, PyTuple.of(), [2]), '(1, (), [2])'],
    [
      new Map<unknown, unknown>([
        [1, 'a'],
        [null, PyTuple.of(1)],
        ['k', {}],
      ]),
      '{1: "a", None: (1,), "k": {}}',
    ],
    [{ b: 1, 2: 'x', __proto__: null }, '{"2": "x", "b": 1}'],
    [[new Set([1, 'a']), new PyFrozenSet([2])], '[{1, "a"}, frozenset([2])]'],
    [Array.from({ length: 2001 }, (_, index) => index), 'list(range(2001))'],
    [
      new Map(Array.from({ length: 2000 }, (_, index) => [index, null])),
      'dict.fromkeys(range(2000))',
    ],
    [new Set(Array.from({ length: 1000 }, (_, index) => index)), 'set(range(1000))'],
    ['x'.repeat(70_000), '"x" * 70000'],
    [new PyGlobal('json.decoder', 'JSONDecoder.decode'), 'json.decoder.JSONDecoder.decode'],
    [
      new PyObject('newobj', new PyGlobal('decimal', 'Decimal'), PyTuple.of('1.5')),
      'decimal.Decimal("1.5")',
    ],
    [
      new PyObject('newobj_ex', new PyGlobal('datetime', 'date'), PyTuple.of(2020), {
        month: 2,
        day: 3,
      }),
      'datetime.date(2020, 2, 3)',
    ],
    [[shared, shared], '[["shared"]] * 2'],
  ]
  const cases = values.flatMap(([value, source]) =>
    PROTOCOLS.flatMap((protocol) =>
      [{}, { memo: 'minimal' }, { strings: 'fresh' }].map((options) => [
        source,
        base64(dumps(value, { protocol, ...options } as object)),
      ]),
    ),
  )
  const circles = PROTOCOLS.map((protocol) => base64(dumps(circle, { protocol })))
  const program = `
import base64, datetime, decimal, json, pickle, pickletools, sys
data = json.load(sys.stdin)
def same(a, b):
    return type(a) is type(b) and repr(a) == repr(b) and a == b
for source, text in data['cases']:
    body = base64.b64decode(text)
    assert same(pickle.loads(body), eval(source)), (source, body[:100])
    assert same(pickle._loads(body), eval(source)), (source, body[:100])
    pickletools.dis(body, out=open('/dev/null', 'w'))
for text in data['circles']:
    circle = pickle.loads(base64.b64decode(text))
    assert circle[0][0] is circle and circle[1]['circle'] is circle
print(len(data['cases']))
`
  const printed = await runPython(program, JSON.stringify({ cases, circles }))
  expect(Number(printed)).toBe(cases.length)
})

test.runIf(python)("the tables of names are CPython's", async () => {
  const program = `
import _compat_pickle as c, json
print(json.dumps([
    [[*k, *v] for k, v in c.NAME_MAPPING.items()],
    [[k, 'x', v, 'x'] for k, v in c.IMPORT_MAPPING.items()],
    [[*k, *v] for k, v in c.REVERSE_NAME_MAPPING.items()],
    [[k, 'x', v, 'x'] for k, v in c.REVERSE_IMPORT_MAPPING.items()],
]))
`
  type Row = [string, string, string, string]
  const [names, modules, reverseNames, reverseModules] = JSON.parse(
    await runPython(program),
  ) as Row[][]
  expect([names!.length, modules!.length, reverseNames!.length, reverseModules!.length]).toEqual([
    88, 55, 112, 47,
  ])
  for (const [fromModule, fromName, module, name] of [...names!, ...modules!]) {
    expect(python3Name(fromModule, fromName)).toEqual([module, name])
  }
  for (const [fromModule, fromName, module, name] of [...reverseNames!, ...reverseModules!]) {
    expect(python2Name(fromModule, fromName)).toEqual([module, name])
  }
  expect(python3Name('my', 'own')).toEqual(['my', 'own'])
  expect(python2Name('my', 'own')).toEqual(['my', 'own'])
})

test.runIf(python)("the table of instructions is CPython's", async () => {
  const program = `
import json, pickletools
print(json.dumps([[o.name, ord(o.code), o.proto, o.arg and o.arg.n] for o in pickletools.opcodes]))
`
  // What pickletools says of an argument: its size, or where its end or its length is found.
  const sizes: Readonly<Record<Opcode['argument'], number | null>> = {
    none: null,
    u1: 1,
    u2: 2,
    u4: 4,
    u8: 8,
    i4: 4,
    f8: 8,
    line: -1,
    'two lines': -1,
    bytes1: -2,
    bytes4: -4,
    ibytes4: -3,
    bytes8: -5,
  }
  const LENGTHS = new Set([-2, -3, -4, -5])
  const rows = JSON.parse(await runPython(program)) as [string, number, number, number | null][]
  const ours = OPCODES.map(({ name, byte, protocol, argument }) => [
    name,
    byte,
    protocol,
    LENGTHS.has(sizes[argument]!) ? 'length' : sizes[argument],
  ])
  const theirs = rows.map(([name, byte, protocol, size]) => [
    name,
    byte,
    protocol,
    LENGTHS.has(size!) ? 'length' : size,
  ])
  expect(ours.toSorted()).toEqual(theirs.toSorted())
})
