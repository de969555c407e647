/** What payloads are written in: some that are right, and what the syntax is made of. One character is a byte. */
import { PickleSerializer } from '../../../src/index.js'
import { readVectors } from '../../support/vectors.js'

export interface Syntax {
  /** Payloads that are read; where others are among them, most are. */
  readonly seeds: readonly string[]
  /** What the syntax is made of, to be put anywhere. */
  readonly pieces: readonly string[]
  /** Payloads that are as large as they may be, or larger, in a way that takes time. */
  readonly large: readonly string[]
}

const utf8 = (text: string): string => Buffer.from(text).toString('latin1')

/** The seeds of a syntax in something else. */
export const within = (
  { seeds, pieces, large }: Syntax,
  wrap: (seed: string) => string,
  ...more: readonly string[]
): Syntax => ({ seeds: [...seeds.map(wrap), ...more], pieces, large: large.map(wrap) })

// ---- JSON

const JSON_SEEDS = [
  '{}',
  '{"a":1}',
  '{"user":{"id":7,"name":"Zoë €"},"list":[1,-2.5e3,null,true,false,"x"]}',
  '{"__proto__":{"a":1},"constructor":{"prototype":{}},"toJSON":1}',
  '{"10":1,"2":[],"x":{"":{"y":[[[]]]}}}',
  String.raw`{"a":"\ud83d\u0000\"\\","b":[[],{}],"c":"\ud83d\ude00"}`,
  '{"n":[0,-0,0.1,1e300,1E5,12345678901234567890,5e-324]}',
]

const JSON_LARGE: readonly string[] = [
  '['.repeat(40_000),
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  `{${Array.from({ length: 4000 }, (_, at) => `"${at}":1`).join()}}`,
  `{${Array.from({ length: 900 }, (_, at) => `"${at * 4_000_000}":1`).join()}}`,
  `[${'{},'.repeat(10_000)}{}]`,
  `{"a":[${'{"1000":1},'.repeat(900)}0]}`,
  `{"a":${'9'.repeat(60_000)}}`,
  `{"a":1e${'9'.repeat(5000)}}`,
  `{"a":"${String.raw`\u0000`.repeat(10_000)}"}`,
  `{"a":"${'x'.repeat(65_520)}"}`,
  `"${String.raw`\"`.repeat(30_000)}`,
  `[${'[],'.repeat(10_000)}[]]`,
  `{${'"a":{},'.repeat(4000)}"a":1}`,
]

export const JSON_SYNTAX: Syntax = {
  seeds: JSON_SEEDS.map(utf8),
  pieces: [
    ...'{}[],:"\\-.0123456789eE \n',
    ...'null true false NaN -Infinity 1e999 \\u0000 "\\ud83d" [[[[ ]]]] "1":{"2": {"": é'
      .split(' ')
      .map(utf8),
    '"__proto__":',
    '"constructor":',
    '"length":',
    '\u0000',
    '\u00ff',
    '9'.repeat(40),
  ],
  large: JSON_LARGE,
}

/** JSON in which a backend has places of its own, or tags. */
export function jsonWith(seeds: readonly string[], pieces: readonly string[]): Syntax {
  return {
    seeds: [...JSON_SYNTAX.seeds, ...seeds.map(utf8)],
    // As often as those of JSON.
    pieces: [...JSON_SYNTAX.pieces, ...pieces, ...pieces, ...pieces],
    large: JSON_LARGE,
  }
}

// ---- pickles

const bytesOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

const PICKLE_PIECES = [
  ...'()]}tuesabcd0N.lVXKJMGIF2gh',
  '\u0080\u0004',
  '\u0085',
  '\u0086',
  '\u0087',
  '\u0088',
  '\u0089',
  '\u008a',
  '\u008c\u0001a',
  '\u0090',
  '\u0091',
  '\u0093',
  '\u0094',
  '\u0095',
  'q\u0000',
  'h\u0000',
  'r\u00ff\u0000\u0000\u0000',
  'cos\nsystem\n',
  'cbuiltins\nset\n',
  'cdatetime\ndate\n',
  'R',
  '\u0081',
  'b',
  'I01\n',
  'L5L\n',
  'X\u00ff\u00ff\u00ff\u007f',
  'T\u00ff\u0000\u0000\u0000',
  'J\u00ff\u00ff\u00ff\u00ff',
  'G\u007f\u00f8',
]

/** @param values what is pickled, in several protocols */
export const pickled = (values: readonly unknown[], large: readonly unknown[] = []): Syntax => ({
  seeds: values.flatMap((value) =>
    ([0, 2, 4] as const).map((protocol) => bytesOf(new PickleSerializer(protocol).dumps(value))),
  ),
  pieces: PICKLE_PIECES,
  large: large.map((value) => bytesOf(new PickleSerializer(2).dumps(value))),
})

// ---- what other languages write

const ofHex = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1')
const SMALL = 300 // bytes

const small = (texts: readonly string[]): string[] =>
  texts.filter((text) => text.length > 0 && text.length < SMALL)

const marshals = readVectors<{ hex: string; accepted: boolean }>('languages/marshal')

/** As the value of a hash. */
const inHash = (dump: string): string =>
  `\u0004\u0008{\u0006I"\u0006a\u0006:\u0006ET${dump.slice(2)}`

export const MARSHAL: Syntax = {
  seeds: small(marshals.map(({ hex }) => inHash(ofHex(hex)))),
  pieces: [
    ...'{}[]"0TFi:;Iflo@cmeUuCS/d',
    '\u0004\u0008',
    '{\u0006',
    '[\u0006',
    'I"\u0006a\u0006:\u0006ET',
    '@\u0006',
    ';\u0000',
    'i\u00fa',
    'f\u0008inf',
    'l+\u0007',
    'o:\u000bObject\u0000',
    'U:\u0009Time',
    '}\u0000',
    '{\u0002\u00ff\u00ff',
  ],
  large: [],
}

const phps = (field: string): string[] =>
  readVectors<{ serialized: string }>('languages/laravel', field).map(({ serialized }) =>
    ofHex(serialized),
  )

export const PHP: Syntax = {
  seeds: small([...phps('codec'), ...phps('refused')]).map((text) => `a:1:{s:1:"a";${text}}`),
  pieces: [
    ...'{}:;"0123456789-.aisdbNROCE',
    'a:1:{',
    'i:0;',
    'N;',
    's:1:"',
    '";',
    'd:1E9;',
    'O:8:"',
    'R:1;',
    'b:1;',
    'a:0:{}',
    's:0:"";',
    'd:INF;',
    'd:0.1;',
    'i:99999999999999999999;',
    '_flash',
    'a:2:{s:3:"new";a:0:{}s:3:"old";a:0:{}}',
  ],
  large: ['a:1:{i:0;', 'i:0;', 'a:0:{}', 's:0:"";', 'N;', 'd:0.1;'].map(
    (piece) => `a:9999:{${piece.repeat(3000)}`,
  ),
}

const gorillas = (kind: string): string[] =>
  readVectors<{ serializer: string; body?: string }>('languages/gorilla')
    .filter(({ serializer, body }) => serializer === kind && body !== undefined)
    .map(({ body }) => ofHex(body!))

export const GOB: Syntax = {
  seeds: small(gorillas('gob')),
  pieces: [
    ...'\u0000\u0001\u0002\u0004\u0005\u000c\u0010\u007f\u0080\u00f8\u00ff\u0082\u0084',
    '\u0006string\u000c',
    '\u0003int\u0004',
    '\u00ff\u0082\u0000',
    '\u0010[]interface {}',
    '\u00f8\u00ff',
  ],
  large: [],
}

export const GO_JSON = jsonWith(small(gorillas('json')), [
  '1e400',
  '9007199254740993',
  '"_flash":[',
])
