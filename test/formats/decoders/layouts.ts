/** What backends put into their payloads: what they are written in, with the places that mean something. */
import { MARSHAL, PHP, JSON_SYNTAX, jsonWith, pickled, within } from './syntaxes.js'
import type { Syntax } from './syntaxes.js'

/** A syntax whose payloads are compressed; what is compressed is changed as it stands. */
export const deflated = ({ seeds }: Syntax, deflate: (bytes: Buffer) => Buffer): Syntax => ({
  seeds: seeds.map((seed) => deflate(Buffer.from(seed, 'latin1')).toString('latin1')),
  pieces: ['\u0000', '\u00ff', 'x\u009c', '\u0001\u0000\u0000\u00ff\u00ff'],
  large: [Buffer.alloc(10_000_000), Buffer.from('[{"a":'.repeat(10_000))].map((bytes) =>
    deflate(bytes).toString('latin1'),
  ),
})

// ---- Python

export const FLASK = jsonWith(
  [
    '{"_flashes":[{" t":["message","Saved"]},{" t":["error",{" m":"<b>"}]}],"_permanent":true}',
    '{"csrf_token":"0123456789abcdef","when":{" d":"Tue, 14 Nov 2023 22:13:20 GMT"}}',
    '{"id":{" u":"12345678123456781234567812345678"},"raw":{" b":"AAECAwQ="}}',
    '{"odd":{" di":{" t__":[1]}},"t":{" t":[1.0,{" t":[]}]}}',
  ],
  [
    '{" t":',
    '{" b":',
    '{" m":',
    '{" u":',
    '{" d":',
    '{" di":',
    '{" t__":',
    '"_flashes":',
    '"_f_":',
    '"_csrft_":',
    '"csrf_token":',
    '"_permanent":true,',
  ],
)

const MESSAGES = JSON.stringify([
  ['__json_message', 0, 20, 'a'],
  ['__json_message', 1, 40, 'b', 'tags'],
])
const DJANGO_DATA = [
  { _messages: MESSAGES, _csrftoken: 'a'.repeat(64), user: 'ada' },
  { _messages: '[]', _f_: ['a'], _f_error: [1], _csrft_: null },
  { a: 1, list: [true, null, -1500.5, 'é😀'], nested: { b: { c: [[]] } } },
]
export const DJANGO = jsonWith(
  DJANGO_DATA.map((data) => JSON.stringify(data)),
  ['"_messages":"', String.raw`[[\"__json_message\",0,20,\"a\"],`, '"_csrftoken":', '"_f_":['],
)
export const DJANGO_PICKLE = pickled([{}, ...DJANGO_DATA])
export const DJANGO_MESSAGES = jsonWith(
  [MESSAGES, MESSAGES, MESSAGES, '[["__json_message",0,20,"a"],"__messagesnotfinished__"]'],
  ['["__json_message",', '1,20,', '0,-5,', '"__messagesnotfinished__"'],
)

const TRIPLES = [
  [1_700_000_000, 1_700_000_000.5, {}],
  [1_700_000_000.25, 7, { user: { id: 7, name: 'Zoë €' }, list: [1, -2.5, null, true, 'x'] }],
  [1, 1, { _f_: ['Saved'], _csrft_: '0123456789abcdef', big: 2n ** 70n, 1: { 2: [[[]]] } }],
]
export const TRIPLE = within(JSON_SYNTAX, (seed) => `[1700000000,1700000000.5,${seed}]`)
export const TRIPLE_PICKLE = pickled(TRIPLES)
export const REDIS_PICKLE = pickled([
  { m: { u: 'ada' }, v: 1, c: 1_700_000_000, x: 2_000_000_000, t: 1200 },
  { m: {}, v: 1, c: 1_700_000_000 },
  { managed_dict: { a: 1 }, created: 1_700_000_000.5, timeout: 1200 },
])
export const BEAKER_PICKLE = pickled([
  { _creation_time: 1_700_000_000.5, _accessed_time: 1_700_000_000.5, user: 'ada', list: [1, 'x'] },
  { _creation_time: 1, _accessed_time: 1_700_000_000, _domain: null, _path: '/', _csrft_: 'abc' },
])

// ---- Ruby and PHP

const FLASH = '{"discard":["a"],"flashes":{"a":"b","notice":["c",1.5]}}'
export const RAILS = jsonWith(
  [`{"session_id":"abc","_csrf_token":"x","flash":${FLASH}}`, '{"session_id":{"private_id":"x"}}'],
  ['"flash":{', '"discard":[', '"flashes":{', '"_csrf_token":', '"session_id":', '"notice":'],
)
const enveloped = (json: string): string => {
  const message = Buffer.from(json, 'latin1').toString('base64')
  return `{"_rails":{"message":"${message}","exp":"2030-01-01T00:00:00.000Z","pur":"cookie.session"}}`
}
export const RAILS_METADATA = within(
  { ...RAILS, pieces: [...RAILS.pieces, '"_rails":{', '"exp":', '"pur":null', '"message":"e30="'] },
  enveloped,
)
/** A hash that a session could be; others are refused for what they are. */
export const RUBY: Syntax = {
  ...MARSHAL,
  seeds: [
    ...MARSHAL.seeds,
    '\u0004\u0008{\u0007I"\u000fsession_id\u0006:\u0006ETI"\u0008abc\u0006;\u0000TI"\u0006a\u0006;\u0000Ti\u0006',
    '\u0004\u0008{\u0006:\u0006a[\u0008i\u00020\u0004f\u00081.5:\u0006b',
    '\u0004\u0008{\u0006I"\nflash\u0006:\u0006ET{\u0007I"\u000cdiscard\u0006;\u0000T[\u0000I"\u000cflashes\u0006;\u0000T{\u0006I"\u000bnotice\u0006;\u0000TI"\u0006x\u0006;\u0000T',
  ],
}

export const LARAVEL: Syntax = {
  ...PHP,
  seeds: [
    ...PHP.seeds,
    'a:2:{s:6:"_token";s:3:"abc";s:6:"_flash";a:2:{s:3:"old";a:1:{i:0;s:1:"a";}s:3:"new";a:0:{}}}',
  ],
}
export const LARAVEL_CONTENT = within(LARAVEL, (data) =>
  JSON.stringify({ data: Buffer.from(data, 'latin1').toString(), expires: 1_700_000_000 }),
)

// ---- JavaScript

const HEADER = '[1700000000250,      100250,"an id",null,0]\n'
/** What stands before data. */
export const MODERN_HEAD = Buffer.from(HEADER)
export const MODERN = within(
  jsonWith(
    [
      '{"d":{"~d":1700000000000},"m":{"~m":[[1,{"~s":[1,2]}]]},"u":[{"~u":0}],"n":{"~n":"-0"}}',
      '{"b":{"~b":"AP8"},"i":{"~i":"1180591620717411303424"},"k":{"~k":1},"o":{"~o":{"~d":1}}}',
    ],
    ['{"~d":', '{"~m":[', '{"~s":[', '{"~u":0}', '{"~b":"', '{"~i":"', '{"~n":"', '{"~~', '~'],
  ),
  (data) => HEADER + data,
)

const TIMES = '"iat":1700000000,"exp":1700003600,"jti":"x"'
export const CLAIMS = jsonWith(
  [`{"name":"Ada",${TIMES}}`, `{${TIMES},"nbf":1700000000.5,"user":{"id":[1,"é"]}}`],
  ['"iat":', '"exp":', '"nbf":', '"jti":', '1e300', '-1'],
)
export const JOSE_HEADER = jsonWith(
  Array.from({ length: 8 }, (_, at) => `{"alg":"HS256","typ":"JWT","kid":"${at}","x":[{}]}`),
  ['"alg":"HS256",', '"alg":"none"', '"crit":["b64"]', '"zip":"DEF"', '"kid":'],
)
const USER =
  '{"session":{"expiresAt":"2030-01-01T00:00:00.000Z","id":"x"},"user":{"id":"1"},"updatedAt":1}'
export const BETTER_AUTH = jsonWith(
  [USER, USER, USER.replace('1}', '1,"version":"1"}'), '{"session":{},"user":{},"updatedAt":0}'],
  ['"session":{', '"user":{', '"updatedAt":', '"version":', '"expiresAt":', '"2030"', '{}'],
)
export const SECURE_SESSION = jsonWith(
  ['{"__ts":1700000000}', '{"__ts":1700000000,"a":{"b":[1,"é"]}}'],
  ['"__ts":', '"__ts":1700000000,'],
)
