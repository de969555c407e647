// @ts-nocheck -- it uses packages without types
// Sessions that the backends of npm are given to write, by name: what JSON can hold, small and large.

/** Whole numbers below `limit`, the same ones each time (mulberry32). */
export function drawing(seed) {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

const values = {
  null: null,
  true: true,
  false: false,
  zero: 0,
  'negative zero': -0,
  one: 1,
  minus: -1,
  half: 0.5,
  tenth: 0.1,
  tiny: 5e-324,
  huge: 1.7976931348623157e308,
  'largest safe': Number.MAX_SAFE_INTEGER,
  'smallest safe': Number.MIN_SAFE_INTEGER,
  'beyond safe': 2 ** 60,
  exponent: 1e21,
  'small exponent': 1.5e-7,
  'empty text': '',
  text: 'hello',
  quotes: `"'\\/`,
  markup: '<b>&amp;</b>',
  controls: '\u0000\u0001\b\t\n\v\f\r\u001f\u007f',
  'line separators': '\u2028\u2029\u0085',
  'latin-1': 'ÿñßé\u00a0',
  greek: 'Ελληνικά',
  cyrillic: 'Привет',
  cjk: '漢字かな한글',
  rtl: 'עברית \u202eالعربية',
  combining: 'e\u0301 \u0061\u0308\u0323',
  euro: '€',
  emoji: '😀👩‍👩‍👧‍👦🏳️‍🌈',
  astral: '\u{10000}\u{10ffff}',
  'half a pair': '\ud83d',
  'other half': '\ude00',
  'halves apart': '\ude00\ud83d',
  bom: '\ufeffx',
  noncharacter: '\uffff\ufffe',
  replacement: '\ufffd',
  'empty list': [],
  list: [1, 'two', null, true, 0.5],
  'list of lists': [[], [[]], [[[1]]]],
  'empty object': {},
  object: { a: 1, b: { c: { d: [{}] } } },
  'keys like indices': { 10: 'a', 2: 'b', '01': 'c', '-1': 'd', x: 'e' },
  'empty key': { '': 1 },
  'odd keys': { 'a b': 1, 'é€😀': 2, '"\\': 3, '\u0000': 4, 'a.b': 5, $set: 6 },
  'a date as text': new Date(1_700_000_000_123).toISOString(),
  'base64 characters': '?>~ÿÿÿ~~~???>>>',
  'cookie characters': '; , = " \\ % + & @',
  percent: '%41%00%zz%',
  'tag of another format': { '~d': 5 },
  'prototype inside': JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":2}}'),
  toJSON: { toJSON: 'text' },
  sealed: 'Fe26.2*1*a*b*c**d*e~2',
}

const nested = (depth) => {
  let value = 'core'
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { in: value }
  return value
}

/** Text that does not compress, of letters beyond ASCII too. */
function textOf(length, seed) {
  const draw = drawing(seed)
  return Array.from({ length }, () => String.fromCharCode(32 + draw(400))).join('')
}

/** @param most characters of the largest session's text */
export function sessions(most) {
  const list = [['empty', {}]]
  for (const [name, value] of Object.entries(values)) list.push([name, { value }])
  list.push(['all', { ...values }])
  for (const depth of [5, 20, 50, 100]) list.push([`depth ${depth}`, { value: nested(depth) }])
  for (const keys of [1, 2, 3, 10, 50, 100]) {
    const entries = Array.from({ length: keys }, (_, at) => [`key${at}`, at])
    list.push([`${keys} keys`, Object.fromEntries(entries)])
  }
  for (const size of [1, 2, 3, 4, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 1000, most]) {
    list.push([`${size} characters`, { value: 'x'.repeat(size) }])
    if (size <= 1000) list.push([`${size} mixed`, { value: textOf(size, size) }])
  }
  list.push(
    ['order', { z: 1, a: 2, m: 3 }],
    ['sign-in', { user: { id: 7, name: 'Zoë €' }, roles: ['admin', 'staff'], at: 1_700_000_000 }],
    ['passport', { passport: { user: '5f1a' }, flash: { info: ['Welcome'], error: [] } }],
    ['csrf', { csrfSecret: 'AbCdEf012345', cart: [{ sku: 'a-1', count: 2, price: 9.99 }] }],
    ['keys of ours', { _csrft_: 'a1b2', _f_: ['saved'], _f_errors: [] }],
  )
  return list
}

/** The text with one character changed, in each of `parts` equal regions. */
export function tampered(text, parts, seed) {
  const draw = drawing(seed)
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((text.length * part) / parts)
    const to = Math.floor((text.length * (part + 1)) / parts)
    const at = from + draw(Math.max(1, to - from))
    const other = text[at] === 'A' ? 'B' : 'A'
    return text.slice(0, at) + other + text.slice(at + 1)
  })
}
