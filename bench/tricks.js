/**
 * What each trick of the library gains: the same work with it and by the plain way. The files are taken
 * one by one from dist/, because no application can choose between the two.
 */
import { randomBytes as nodeRandomBytes, timingSafeEqual } from 'node:crypto'
import { PyTuple } from 'cartouche/pickle'
import { readCookie } from '../dist/cookie/read.js'
import { padSigner } from '../dist/crypto/hmac-pads.js'
import { equalInConstantTime, nodeSigner } from '../dist/crypto/mac.js'
import { randomBytes } from '../dist/crypto/random.js'
import { decodeBase64Leniently } from '../dist/lib/base64.js'
import { DUMP_LIMITS } from '../dist/pickle/limits.js'
import { returnTextMemo, takeTextMemo } from '../dist/pickle/write/text-memo.js'
import { Writer } from '../dist/pickle/write/writer.js'
import { readJson } from '../dist/serializers/json-read.js'
import { JSONSerializer } from '../dist/serializers/json.js'
import { tripleOf } from '../dist/serializers/triple.js'
import { measure, ratio, TURNS } from './measure.js'
import { COOKIE_SESSIONS, jsonOf } from './sessions.js'

/** @import { Part } from './section.js' */
/** @import { State } from './sessions.js' */

/**
 * @typedef {object} Trick
 * @property {string} name
 * @property {string} file where it is
 * @property {() => unknown} with_
 * @property {() => unknown} without
 */

const KEY = Buffer.from('a secret of some length, as secrets have')
const state = /** @type {State} */ (COOKIE_SESSIONS[1]?.state)
const json = new JSONSerializer()
const bytes = json.dumps(jsonOf(state))
const text = new TextDecoder().decode(bytes)
const base64 = Buffer.from(bytes).toString('base64')
const signature = nodeSigner('sha1', KEY)(bytes, 'hex')
const header = `theme=dark; session=${signature}${base64}; consent=1`

/** @type {string[]} */
const texts = []
JSON.stringify(state, (key, value) => {
  if (key !== '') texts.push(key)
  if (typeof value === 'string') texts.push(value)
  return value
})

/** @type {(sign: typeof nodeSigner) => () => unknown} */
const signing = (sign) => {
  const signed = sign('sha1', KEY)
  return () => signed(bytes, 'hex')
}

function withMemo() {
  const memo = takeTextMemo()
  for (const item of texts) if (memo.get(item) === undefined) memo.add(item, 1)
  returnTextMemo(memo)
}

function withMap() {
  const memo = new Map()
  for (const item of texts) if (memo.get(item) === undefined) memo.set(item, 1)
}

/** @param {(writer: Writer, text: string) => void} write */
const writing = (write) => () => {
  const writer = new Writer(2, DUMP_LIMITS)
  for (const item of texts) if (item.length < 48) write(writer, item)
  return writer.finish()
}

/** @type {readonly Trick[]} */
const TRICKS = [
  {
    name: 'HMAC by two one-shot hashes; by createHmac',
    file: 'crypto/hmac-pads',
    with_: signing(/** @type {typeof nodeSigner} */ (padSigner)),
    without: signing(nodeSigner),
  },
  {
    name: 'signatures compared in kept buffers; in new ones',
    file: 'crypto/mac',
    with_: () => equalInConstantTime(signature, signature),
    without: () =>
      timingSafeEqual(Buffer.from(signature, 'latin1'), Buffer.from(signature, 'latin1')),
  },
  {
    name: '20 random bytes from the pool; from the system',
    file: 'crypto/random',
    with_: () => randomBytes(20),
    without: () => nodeRandomBytes(20),
  },
  {
    name: 'a cookie found in a usual header; in one that has a quote',
    file: 'cookie/read',
    with_: () => readCookie(header, 'session'),
    without: () => readCookie(`${header}; a="b"`, 'session'),
  },
  {
    name: 'base64 decoded natively; with a space in it, by character',
    file: 'lib/base64',
    with_: () => decodeBase64Leniently(base64),
    without: () => decodeBase64Leniently(`${base64} `),
  },
  {
    name: 'JSON read natively after a look at it; by our reader',
    file: 'serializers/json-scan',
    with_: () => json.loads(bytes),
    without: () => readJson(text),
  },
  {
    name: 'the texts of a pickle in one table; in a new Map',
    file: 'pickle/write/text-memo',
    with_: withMemo,
    without: withMap,
  },
  {
    name: 'short texts written in one piece; by the general functions',
    file: 'pickle/write/writer',
    with_: writing((writer, item) => writer.shortText(item, 7)),
    without: writing((writer, item) => {
      writer.text(item)
      writer.put(7)
    }),
  },
  {
    name: 'the tuple filled by index; by PyTuple.from',
    file: 'serializers/triple',
    with_: () => tripleOf(1, 2, new Map()),
    without: () => PyTuple.from([1, 2, new Map()]),
  },
]

/** @type {Part} */
export const tricks = {
  name: 'tricks',
  async run({ rounds, progress }) {
    const groups = Object.fromEntries(
      TRICKS.map(({ name, with_, without }) => [name, { with_, without }]),
    )
    const times = await measure(groups, { rounds: rounds * TURNS, progress })
    return [
      {
        id: 'tricks',
        title: 'What each trick gains',
        notes: ['Times as fast as the plain way, on what a session of 1 KB makes.'],
        columns: [{ key: 'gain', title: 'times as fast', unit: '×' }],
        rows: TRICKS.map(({ name, file }) => ({
          name: `${name} (${file})`,
          figures: { gain: ratio(times[name]?.['without'], times[name]?.['with_']) },
        })),
        goals: [],
      },
    ]
  },
}
