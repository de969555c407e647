/** What `explain` tells, held against Python's pickletools, its repr, and against `loads`. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OPCODES, PickleError, PyPersistentId, dumps, loads } from '../../src/pickle/index.js'
import { explain } from '../../src/pickle/explain/explain.js'
import { formatExplanation } from '../../src/pickle/explain/format.js'
import type { ExplainedError, ExplainedOpcode } from '../../src/pickle/explain/line.js'
import type { ExplainOptions } from '../../src/pickle/explain/options.js'
import { preview } from '../../src/pickle/explain/preview.js'
import { python, runPython } from '../support/python.js'
import { readVectors } from '../support/vectors.js'
import { timeOfWork } from '../support/time.js'

interface Pickle {
  readonly name: string
  readonly bytes: Buffer
}

const recorded: readonly Pickle[] = readVectors<{ id: string; pickle: string }>('pickle').map(
  ({ id, pickle }) => ({ name: id, bytes: Buffer.from(pickle, 'base64') }),
)
const handMade: readonly Pickle[] = ['hostile', 'unusual', 'malformed'].flatMap((kind) =>
  readVectors<{ name: string; pickle_hex: string }>(`pyramid/${kind}_pickles`).map(
    ({ name, pickle_hex }) => ({ name, bytes: Buffer.from(pickle_hex, 'hex') }),
  ),
)
/** A cookie is 40 hexadecimal digits of signature, then the pickle in base64. */
const cookies: readonly Pickle[] = readVectors<{ name: string; cookie: string }>(
  'pyramid/accept',
).map(({ name, cookie }) => ({ name, bytes: Buffer.from(cookie.slice(40), 'base64') }))
const pickles = [...recorded, ...handMade, ...cookies]

/** Bytes of text and numbers: a string is Latin-1. */
const pickle = (...parts: (string | number | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'number') return Buffer.of(part)
      return typeof part === 'string' ? Buffer.from(part, 'latin1') : part
    }),
  )

const u4 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const last = (lines: readonly ExplainedOpcode[]): ExplainedOpcode => lines.at(-1)!
const topOf = (bytes: Uint8Array, options?: ExplainOptions) => last(explain(bytes, options)).top

// ---- Python's pickletools

interface Disassembly {
  readonly text: string
  readonly isComplete: boolean
}

const DISASSEMBLE = `
import io, json, pickletools, sys
def disassemble(pickle):
    out = io.StringIO()
    try:
        pickletools.dis(bytes.fromhex(pickle), out=out)
    except Exception:
        pass
    text = out.getvalue()
    return {'text': text, 'isComplete': 'highest protocol' in text}
json.dump([disassemble(pickle) for pickle in json.load(sys.stdin)], sys.stdout)
`

/** How we differ from pickletools on purpose. Elsewhere the texts are the same to the letter. */
const DIFFERENCES: readonly { readonly reason: string; readonly names: readonly RegExp[] }[] = [
  {
    reason: 'pickletools stops where a memo entry is written again, which Python allows',
    names: [/^hand_memo_overwrite$/, /^unusual\/put_reuse_slot$/],
  },
  {
    reason: 'pickletools stops at a Python 2 str that is not ASCII',
    names: [
      /^py2_date(?:time)?\.(?:c|py)\.p0$/,
      /^unusual\/string_escape_high$/,
      /^py27-1\.3\/(?:py2_str_\w+|dict_date_keys|(?:date)?time_naive)\/p0$/,
    ],
  },
  { reason: 'pickletools indents without bounds', names: [/^hostile\/many_marks$/] },
]

const differsOnPurpose = (name: string): boolean =>
  DIFFERENCES.some(({ names }) => names.some((pattern) => pattern.test(name)))

/** Whether a character is printed as it is depends on the Unicode version of Python and of Node. */
const HAS_RARE_CHARACTERS = /\/unicode_astral\//

/** `    5: K        BININT1`: what is told of an instruction besides its argument. */
const withoutArgument = (line: string): string => /^ *\d+: \S+ +\S+/.exec(line)?.[0] ?? line

/** The first line that differs. Where one of the two stops, it is not asked what the other goes on with. */
function difference({ name, bytes }: Pickle, theirs: Disassembly): string | undefined {
  const limits = { stack: Infinity, marks: Infinity }
  const lines = explain(bytes, { maxLines: 100_000, maxArgument: 2 ** 29, limits })
  const ours = formatExplanation(lines, { values: false })
  if (last(lines).error === undefined && theirs.isComplete) {
    return `${ours}\n` === theirs.text ? undefined : `${name}:\n${ours}\n${theirs.text}`
  }
  const instructions = ours.split('\n').filter((line) => /^ *\d+: /.test(line))
  const expected = theirs.text.split('\n').filter((line) => /^ *\d+: /.test(line))
  if (last(lines).error === undefined && instructions.length > expected.length) return name
  const wrong = instructions.findIndex((line, index) => {
    const other = expected[index]
    const isLast = last(lines).error !== undefined && index === instructions.length - 1
    if (other === undefined) return false
    return isLast ? withoutArgument(line) !== withoutArgument(other) : line !== other
  })
  return wrong < 0 ? undefined : `${name}: ${instructions[wrong]} instead of ${expected[wrong]}`
}

test.runIf(python)('every instruction is shown as pickletools shows it', async () => {
  const input = JSON.stringify(pickles.map(({ bytes }) => bytes.toString('hex')))
  const theirs = JSON.parse(await runPython(DISASSEMBLE, input)) as Disassembly[]
  expect(theirs).toHaveLength(2052)
  expect(theirs.filter(({ isComplete }) => isComplete).length).toBeGreaterThan(1800)
  const found = pickles.flatMap((one, index) => {
    if (HAS_RARE_CHARACTERS.test(one.name)) return []
    const problem = difference(one, theirs[index]!)
    return (problem !== undefined) === differsOnPurpose(one.name) ? [] : [problem ?? one.name]
  })
  expect(found).toEqual([])
})

// ---- Python's repr

const REPR = `
import io, json, pickle, sys
SAFE = {('builtins', 'set'), ('builtins', 'frozenset'), ('builtins', 'bytearray'),
        ('builtins', 'bytes'), ('_codecs', 'encode')}
class Reader(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) not in SAFE:
            raise pickle.UnpicklingError('not plain')
        return super().find_class(module, name)
def is_plain(value, seen):
    if id(value) in seen:
        return True
    seen.add(id(value))
    if isinstance(value, dict):
        return all(is_plain(part, seen) for item in value.items() for part in item)
    if isinstance(value, (set, frozenset)):
        return len(value) < 2 and all(is_plain(part, seen) for part in value)
    if isinstance(value, (list, tuple)):
        return all(is_plain(part, seen) for part in value)
    return value is None or isinstance(value, (bool, int, float, str, bytes, bytearray))
def show(data):
    try:
        value = Reader(io.BytesIO(bytes.fromhex(data)), encoding='latin1').load()
        return repr(value) if is_plain(value, set()) else None
    except Exception:
        return None
json.dump([show(data) for data in json.load(sys.stdin)], sys.stdout)
`

test.runIf(python)('a value of plain data is shown as repr shows it', async () => {
  const input = JSON.stringify(recorded.map(({ bytes }) => bytes.toString('hex')))
  const theirs = JSON.parse(await runPython(REPR, input)) as (string | null)[]
  expect(theirs.filter((text) => text !== null).length).toBeGreaterThan(250)
  for (const [index, text] of theirs.entries()) {
    if (text === null) continue
    const { bytes, name } = recorded[index]!
    const expected = text.length > 1000 ? `${text.slice(0, 999)}…` : text
    expect(topOf(bytes, { maxLines: 100_000, maxValue: 1000 }), name).toBe(expected)
  }
})

// ---- loads

/** What `loads` throws, told as `explain` tells it. */
function loadError(bytes: Uint8Array): ExplainedError | undefined {
  function* buffers(): Iterable<ArrayBuffer> {
    for (;;) yield new ArrayBuffer(0)
  }
  try {
    const persistentLoad = (id: unknown) => new PyPersistentId(id)
    loads(bytes, {
      py2str: 'latin1',
      persistentLoad,
      buffers: buffers(),
      registry: null,
      // It is a limit of the value as a whole, of which `explain` says nothing.
      limits: { depth: Infinity },
    })
    return undefined
  } catch (error) {
    if (!(error instanceof PickleError)) throw error
    return { code: error.code, message: error.message, offset: error.offset! }
  }
}

describe('the error is the one that loads throws', () => {
  test('for recorded and hand-made pickles', () => {
    for (const { name, bytes } of pickles) {
      expect(last(explain(bytes, { maxLines: 100_000 })).error, name).toEqual(loadError(bytes))
    }
  })

  const opcodes = fc.constantFrom(...OPCODES.map(({ byte }) => byte))
  const likely = fc.array(fc.oneof({ weight: 4, arbitrary: opcodes }, fc.nat({ max: 3 })), {
    maxLength: 100,
    size: 'max',
  })
  const notEmpty = pickles.filter(({ bytes }) => bytes.length > 0)
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    likely.map((bytes) => Uint8Array.from(bytes)),
    fc
      .tuple(fc.constantFrom(...notEmpty), fc.nat(), fc.integer({ min: 0, max: 255 }))
      .map(([{ bytes }, at, byte]) => bytes.with(at % bytes.length, byte)),
  )

  test('for any bytes, and nothing is thrown', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const lines = explain(bytes)
        expect(last(lines).error).toEqual(loadError(bytes))
        expect(formatExplanation(lines)).toMatch(/\nhighest protocol among opcodes = \d$/)
        let offset = 0
        for (const line of lines) {
          expect(line.offset).toBe(offset)
          expect(line.top?.length ?? 0).toBeLessThanOrEqual(60)
          expect(line.argumentText.length).toBeLessThanOrEqual(200)
          offset += line.byteLength
        }
        expect(offset).toBeLessThanOrEqual(bytes.length)
        expect(lines.slice(0, -1).every(({ error }) => error === undefined)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

// ---- two pickles, written out by hand

test('a pickle of protocol 0', () => {
  const bytes = pickle("(lp0\nS'caf\\xe9'\nag0\na(F1\ncos\nsystem\nta.")
  expect(formatExplanation(explain(bytes))).toBe(
    [
      '    0: (    MARK',
      '    1: l        LIST       (MARK at 0)    # []',
      '    2: p    PUT        0',
      "    5: S    STRING     'café'",
      "   16: a    APPEND                        # ['café']",
      "   17: g    GET        0                  # ['café']",
      "   20: a    APPEND                        # ['café', [...]]",
      '   21: (    MARK',
      '   22: F        FLOAT      1.0',
      "   25: c        GLOBAL     'os system'    # <global os.system>",
      '   36: t        TUPLE      (MARK at 21)   # (1.0, <global os.system>)',
      "   37: a    APPEND                        # ['café', [...], (1.0, <global os.system>)]",
      "   38: .    STOP                          # ['café', [...], (1.0, <global os.system>)]",
      'highest protocol among opcodes = 0',
    ].join('\n'),
  )
})

test('a pickle of protocol 4', () => {
  const bytes = pickle('\x80\x04\x95\x0b\0\0\0\0\0\0\0}\x94(\x8c\x01n\x94K\x01u0.')
  expect(explain(bytes, { maxValue: 5 })).toEqual([
    line(0, 2, '\\x80', 'PROTO', { argument: 4, argumentText: '4', protocol: 2 }),
    line(2, 9, '\\x95', 'FRAME', { argument: 11, argumentText: '11' }),
    line(11, 1, '}', 'EMPTY_DICT', { protocol: 1, top: '{}', builds: true }),
    line(12, 1, '\\x94', 'MEMOIZE', { memoIndex: 0, top: '{}' }),
    line(13, 1, '(', 'MARK', { protocol: 0 }),
    line(14, 3, '\\x8c', 'SHORT_BINUNICODE', {
      argument: 'n',
      argumentText: "'n'",
      markDepth: 1,
      top: "'n'",
      builds: true,
    }),
    line(17, 1, '\\x94', 'MEMOIZE', { memoIndex: 1, markDepth: 1, top: "'n'" }),
    line(18, 2, 'K', 'BININT1', {
      argument: 1,
      argumentText: '1',
      markDepth: 1,
      protocol: 1,
      top: '1',
      builds: true,
    }),
    line(20, 1, 'u', 'SETITEMS', {
      markDepth: 1,
      markOffset: 13,
      protocol: 1,
      top: "{'n'…",
      builds: true,
    }),
    line(21, 1, '0', 'POP', { protocol: 0 }),
    line(22, 1, '.', 'STOP', {
      protocol: 0,
      error: { code: 'STACK', message: 'The stack has too few values (at byte 22)', offset: 22 },
    }),
  ])
})

test('names are UTF-8', () => {
  const [line] = explain(pickle('c', Buffer.from('\u00e9\u20ac'), '\nb\n.'))
  expect(line).toMatchObject({
    argument: ['\u00e9\u20ac', 'b'],
    argumentText: "'\u00e9\u20ac b'",
    byteLength: 9,
    top: '<global \u00e9\u20ac.b>',
  })
})

test('instructions that build nothing', () => {
  const frame = '\x95\0\0\0\0\0\0\0\0'
  const lines = explain(pickle('\x80\x02', frame, 'N\x94q\x01r\x02\0\0\0p3\n(N1N02\x85.'))
  expect(lines.filter(({ builds }) => !builds).map(({ name }) => name)).toEqual([
    'PROTO',
    'FRAME',
    'MEMOIZE',
    'BINPUT',
    'LONG_BINPUT',
    'PUT',
    'MARK',
    'POP_MARK',
    'POP',
  ])
  expect(lines.filter(({ builds }) => builds).map(({ top }) => top)).toEqual([
    'None',
    'None',
    'None',
    'None',
    '(None,)',
    '(None,)',
  ])
})

/** A line of protocol 4 with nothing more to it than `rest` says. */
function line(
  offset: number,
  byteLength: number,
  character: string,
  name: ExplainedOpcode['name'],
  rest: Partial<ExplainedOpcode>,
): ExplainedOpcode {
  return {
    offset,
    byteLength,
    character,
    name,
    protocol: 4,
    argument: undefined,
    argumentText: '',
    markDepth: 0,
    markOffset: undefined,
    memoIndex: undefined,
    top: undefined,
    builds: false,
    error: undefined,
    ...rest,
  }
}

// ---- values

describe('the preview of a value', () => {
  test.each([
    ['an object', pickle('capp\nUser\n)R.'), '<object of app.User>'],
    ['with arguments', pickle("cos\nsystem\n(S'id'\ntR."), "<object of os.system('id')>"],
    [
      'with a state',
      pickle("capp\nUser\n)\x81}S'n'\nK\x01sb."),
      "<object of app.User state={'n': 1}>",
    ],
    ['with items', pickle('capp\nBag\n)\x81(NK\x02e.'), '<object of app.Bag items=[None, 2]>'],
    ['with pairs', pickle('capp\nBag\n)\x81NK\x02s.'), '<object of app.Bag pairs={None: 2}>'],
    [
      'with keywords',
      pickle("capp\nUser\nK\x01\x85}S'n'\nNs\x92."),
      "<object of app.User(1) kwargs={'n': None}>",
    ],
    [
      'made by copy_reg',
      pickle('ccopy_reg\n_reconstructor\n(capp\nUser\nc__builtin__\nobject\nNtR.'),
      '<object of app.User(<global builtins.object>, None)>',
    ],
    ['of an extension', pickle('\x82\x07)R.'), '<object of <extension 7>>'],
    [
      'that holds itself',
      pickle('capp\nUser\n)\x81q\0h\0b.'),
      expect.stringContaining('<object of ...>'),
    ],
    ['a persistent id', pickle('K\x07Q.'), '<persistent id 7>'],
    ['a persistent id as text', pickle('Pa\n.'), "<persistent id 'a'>"],
    ['buffers', pickle('\x97\x97\x98\x86.'), '(<buffer 0>, <buffer 1>)'],
    [
      'bytes of no buffer',
      pickle('cbuiltins\nbytearray\n\x97\x85R.'),
      '<object of builtins.bytearray(<buffer 0>)>',
    ],
    ['a float as a key', pickle('}F2\nF-0\ns.'), '{2.0: -0.0}'],
    ['a float as a member', pickle('\x8f(F1\nK\x02\x90.'), '{1.0, 2}'],
    ['a name of controls', pickle('\x8c\x03a\x1b[\x8c\x02\nb\x93.'), '<global a\\x1b[.\\nb>'],
    ['a control beyond the first plane', dumps('\u{e0001}'), "'\\U000e0001'"],
    ['text that turns around', dumps('\u202e'), "'\\u202e'"],
  ])('%s', (_, bytes, expected) => expect(topOf(bytes)).toEqual(expected))

  test('a Python 2 str as the option asks', () => {
    const bytes = pickle("U\x02'\xe9.")
    expect(topOf(bytes)).toBe('"\'é"')
    expect(topOf(bytes, { py2str: 'keep' })).toBe('"\'\\xe9"')
    expect(topOf(bytes, { py2str: 'bytes' })).toBe('b"\'\\xe9"')
    expect(last(explain(bytes, { py2str: 'ascii' })).error?.code).toBe('BAD_STRING')
  })

  test('reads no more of a container than it shows', () => {
    let steps = 0
    function* count(): Generator<[null, null]> {
      for (; steps < 1_000_000; steps++) yield [null, null]
    }
    const endless = { [Symbol.iterator]: { value: count } }
    expect(preview(Object.defineProperties([], endless), 60)).toHaveLength(60)
    expect(preview(Object.defineProperties(new Map(), endless), 60)).toHaveLength(60)
    expect(steps).toBeLessThan(100)
  })

  test('is cut', () => {
    expect(topOf(dumps('\u{1f600}'.repeat(9)), { maxValue: 5 })).toBe("'\u{1f600}…")
    expect(topOf(dumps('\u{1f600}'.repeat(9)), { maxValue: 1 })).toBe('…')
    expect(topOf(dumps(['a'.repeat(100), 1]))).toHaveLength(60)
  })
})

// ---- malformed pickles

describe('a malformed pickle is explained up to its error', () => {
  const u8 = (value: bigint): Buffer => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64LE(value)
    return bytes
  }

  test.each([
    ['nothing', pickle(), undefined, '', 'TRUNCATED', 0],
    ['no end', pickle('N'), undefined, '', 'TRUNCATED', 1],
    ['an unknown byte', pickle('N\xff'), undefined, '', 'OPCODE', 1],
    ['data cut off', pickle('X', u4(9), 'abc'), 'BINUNICODE', '<length 9>', 'TRUNCATED', 0],
    ['a length cut off', pickle('X\x01'), 'BINUNICODE', '', 'TRUNCATED', 0],
    [
      '2^62 bytes',
      pickle('\x8e', u8(2n ** 62n)),
      'BINBYTES8',
      `<length ${2n ** 62n}>`,
      'TRUNCATED',
      0,
    ],
    [
      '2^63 of text',
      pickle('\x8d', u8(2n ** 63n)),
      'BINUNICODE8',
      `<length ${2n ** 63n}>`,
      'TRUNCATED',
      0,
    ],
    ['a frame of 2^62', pickle('\x95', u8(2n ** 62n)), 'FRAME', String(2n ** 62n), 'TRUNCATED', 0],
    ['a negative length', pickle('T', u4(0xffff_fffb)), 'BINSTRING', '<length -5>', 'TRUNCATED', 0],
    ['4 GiB', pickle('B', u4(0xffff_fffb), '.'), 'BINBYTES', '<length 4294967291>', 'TRUNCATED', 0],
    ['no line feed', pickle('Iabc'), 'INT', '', 'TRUNCATED', 0],
    ['half a name', pickle('cos\nsys'), 'GLOBAL', '', 'TRUNCATED', 0],
    ['not UTF-8', pickle('\x8c\x02\xe9a.'), 'SHORT_BINUNICODE', "b'\\xe9a'", 'BAD_UTF8', 0],
    ['a name not UTF-8', pickle('c\xe9\nb\n.'), 'GLOBAL', "'é b'", 'BAD_UTF8', 0],
    ['not a number', pickle('NIabc\n.'), 'INT', "'abc'", 'BAD_NUMBER', 1],
    ['not quoted', pickle('Sabc\n.'), 'STRING', "'abc'", 'BAD_STRING', 0],
    ['an index not a number', pickle('Npx\n.'), 'PUT', "'x'", 'BAD_NUMBER', 1],
    ['a missing entry', pickle('g7\n.'), 'GET', '7', 'MEMO', 0],
    ['a huge index', pickle('Nr\xff\xff\xff\xff.'), 'LONG_BINPUT', '4294967295', 'LIMIT', 1],
    [
      'an int too long',
      pickle('\x8b', u4(4097), 'x'.repeat(4097)),
      'LONG4',
      `b'${'x'.repeat(197)}…`,
      'LIMIT',
      0,
    ],
    ['no mark', pickle('Nt.'), 'TUPLE', '', 'STACK', 1],
    ['another protocol', pickle('\x80\x09N.'), 'PROTO', '9', 'PROTOCOL', 0],
    ['an append to None', pickle('NNa.'), 'APPEND', '', 'TYPE', 2],
  ])('%s', (_, bytes, name, argumentText, code, offset) => {
    const lines = explain(bytes)
    const message = expect.stringContaining(`(at byte ${offset})`) as string
    expect(last(lines)).toMatchObject({
      name,
      argumentText,
      offset,
      error: { code, message, offset },
    })
    expect(last(lines).top).toBeUndefined()
    const text = formatExplanation(lines).split('\n')
    expect(text.at(-2)).toBe(`error ${code}: ${last(lines).error?.message}`)
  })

  test('what the instruction could read is its length', () => {
    expect(last(explain(pickle('c\xe9\nb\n.'))).byteLength).toBe(3)
    expect(last(explain(pickle('X', u4(9), 'abc'))).byteLength).toBe(5)
    expect(last(explain(pickle('Iabc'))).byteLength).toBe(1)
  })

  test('the limits are those of loads, or as given', () => {
    const error = (limits: ExplainOptions['limits']) =>
      last(explain(pickle('(NNl.'), { limits })).error
    expect(error({ stack: 2 })).toBeUndefined()
    expect(error({ stack: 1 })).toMatchObject({ code: 'LIMIT', offset: 2 })
    expect(error({ marks: 0 })).toMatchObject({ code: 'LIMIT', offset: 0 })
    expect(error({ input: 1 })).toBeUndefined()
    expect(last(explain(pickle('N'.repeat(10_001)))).error).toMatchObject({ offset: 10_000 })
  })

  test('an unknown byte is shown', () => {
    expect(formatExplanation(explain(pickle('(\xff'))).split('\n')).toEqual([
      '    0: (    MARK',
      '    1: \\xff     ?',
      'error OPCODE: Unknown instruction (at byte 1)',
      'highest protocol among opcodes = 0',
    ])
  })
})

// ---- hostile pickles

describe('a hostile pickle costs little', () => {
  const most: ExplainOptions = {
    maxLines: 30_000,
    maxValue: 1000,
    limits: { stack: Infinity, marks: Infinity },
  }
  const doubled = Array.from({ length: 99 }, (_, n) => pickle(']q', n + 1, '(h', n, 'h', n, 'e'))

  test.each([
    ['lists that hold the one before twice', pickle(']q\0', ...doubled, '.')],
    ['tuples 100,000 deep', pickle(')', '\x85'.repeat(100_000), '.')],
    ['many instructions', pickle('N0'.repeat(1 << 19))],
    ['a long text again and again', pickle(memoText(1 << 20), 'h\x000'.repeat(50_000))],
    ['a big list again and again', pickle(']', 'Na'.repeat(20_000), '20'.repeat(50_000))],
    ['a long int again and again', pickle('L', '7'.repeat(4300), '\n', '20'.repeat(50_000))],
    ['a long name again and again', pickle(memoText(1 << 19), 'h\0h\0\x930'.repeat(50_000))],
    ['a text made bytes again and again', pickle(encoding(1 << 19), 'h\x01h\x02R'.repeat(30_000))],
    ['marks', pickle('('.repeat(1 << 20))],
    ['a line without end', pickle('I'.repeat(1 << 20))],
  ])('%s', (_, bytes) => {
    const start = timeOfWork()
    const text = formatExplanation(explain(bytes, most))
    expect(timeOfWork() - start).toBeLessThan(10_000)
    expect(text.length).toBeLessThan(1100 * 30_000)
  })

  test('the number of lines is limited', () => {
    const lines = explain(pickle('NNN.'), { maxLines: 2 })
    expect(lines.map(({ name }) => name)).toEqual(['NONE', 'NONE', undefined])
    expect(last(lines)).toMatchObject({
      offset: 2,
      byteLength: 0,
      error: { code: 'LIMIT', offset: 2 },
    })
    expect(last(explain(pickle('N.'), { maxLines: 2 })).error).toBeUndefined()
  })

  test('what is copied is limited', () => {
    const bytes = encoding(1 << 16)
    expect(topOf(pickle(bytes, 'h\x01h\x02R'.repeat(3), '.'))).toMatch(/^b'aaaa/)
    const { error } = last(explain(pickle(bytes, 'h\x01h\x02R'.repeat(100), '.')))
    expect(error?.code).toBe('LIMIT')
  })

  test('a deep value is shown to a depth of 20', () => {
    const top = `${'('.repeat(20)}(...)${',)'.repeat(20)}`
    expect(topOf(pickle(')', '\x85'.repeat(21), '.'), { maxValue: 1000 })).toBe(top)
  })

  test('a long int is shown in hexadecimal where it is cut', () => {
    const bytes = pickle('L-', (16n ** 100n - 1n).toString(), '\n.')
    expect(topOf(bytes, { maxValue: 8 })).toBe('-0xffff…')
    expect(topOf(bytes, { maxValue: 1000 })).toBe(`-${16n ** 100n - 1n}`)
  })
})

/** A text in memo entry 0. */
function memoText(size: number): Buffer {
  return pickle('X', u4(size), 'a'.repeat(size), 'q\0')
}

/** The function that makes bytes of text in memo entry 1, and its arguments in entry 2. */
function encoding(size: number): Buffer {
  return pickle(memoText(size), "c_codecs\nencode\nq\x01h\0S'latin1'\n\x86q\x02")
}

// ---- options

test.each<[string, () => unknown]>([
  ['bytes', () => explain('N.' as unknown as Uint8Array)],
  ['maxLines', () => explain(pickle(), { maxLines: 0 })],
  ['maxArgument', () => explain(pickle(), { maxArgument: Infinity })],
  ['maxValue', () => explain(pickle(), { maxValue: 1001 })],
  ['py2str', () => explain(pickle(), { py2str: 'utf8' as 'ascii' })],
  ...[5, true, [], null, new Map([['stack', 1]])].map((limits): [string, () => unknown] => [
    'limits',
    () => explain(pickle(), { limits } as ExplainOptions),
  ]),
  ['options', () => explain(pickle(), new Map() as ExplainOptions)],
  ['limits.stack', () => explain(pickle(), { limits: { stack: -1 } })],
  ['lines', () => explain(pickle(), { lines: 1 } as ExplainOptions)],
  ['indent', () => formatExplanation([], { indent: 17 })],
  ['values', () => formatExplanation([], { values: 1 as unknown as boolean })],
])('a wrong option is refused: %s', (option, call) => {
  expect(call).toThrow(expect.objectContaining({ code: 'BAD_OPTION', option }))
})
