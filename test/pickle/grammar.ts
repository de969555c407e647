/** The tagged grammar of pickle.json, which names identity and the parts of objects: values into it. */
import { floatKeyNotes, floatNotes } from '../../src/lib/hints.js'
import {
  Py2Str,
  PyByteArray,
  PyExt,
  PyFloat,
  PyFrozenSet,
  PyGlobal,
  PyObject,
  PyPersistentId,
  PyStr,
  PyTuple,
} from '../../src/pickle/index.js'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Stands for a buffer that came beside the pickle. */
export class OutOfBand extends Uint8Array {}

function wtf8(points: readonly number[]): string {
  return points
    .map((point) => {
      const char = String.fromCodePoint(point)
      const isSurrogate = point >= 0xd800 && point < 0xe000
      if (!isSurrogate) return Buffer.from(char).toString('hex')
      const bytes = [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)]
      return Buffer.from(bytes).toString('hex')
    })
    .join('')
}

function describeText(text: PyStr): Json {
  const points = text.codePoints
  const hasSurrogate = points.some((point) => point >= 0xd800 && point < 0xe000)
  return { str: text.text, ...(hasSurrogate ? { wtf8: wtf8(points) } : {}) }
}

function describeFloat(value: number): Json {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return { float: bytes.toString('hex') }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Writes values in the grammar; a container met twice gets a number. */
class Describer {
  readonly #seen = new Map<object, { [key: string]: Json }>()
  #next = 0

  describe(value: unknown, isFloat = false): Json {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'string') return describeText(new PyStr(value))
    if (typeof value === 'bigint') return { int: String(value) }
    if (typeof value === 'number') {
      const isInt = Number.isSafeInteger(value) && !Object.is(value, -0) && !isFloat
      return isInt ? { int: String(value) } : describeFloat(value)
    }
    return this.#leaf(value) ?? this.#container(value as object)
  }

  #leaf(value: unknown): Json | undefined {
    if (value instanceof PyFloat) return describeFloat(value.value)
    if (value instanceof PyStr) return describeText(value)
    if (value instanceof Py2Str) return { py2str: base64(value.bytes) }
    if (value instanceof OutOfBand) return { oob: 1 }
    if (value instanceof PyByteArray) return { bytearray: base64(value) }
    if (value instanceof Uint8Array) return { bytes: base64(value) }
    if (value instanceof PyGlobal) return { global: [value.module, value.name] }
    if (value instanceof PyExt) return { ext: value.code }
    if (value instanceof PyPersistentId) return { pers: this.describe(value.id) }
    return undefined
  }

  #container(value: object): Json {
    const known = this.#seen.get(value)
    if (known !== undefined) {
      known['id'] ??= -1
      return { ref: known } as unknown as Json
    }
    const out: { [key: string]: Json } = {}
    if (!(value instanceof PyTuple && value.length === 0)) this.#seen.set(value, out)
    return Object.assign(out, this.#fields(value))
  }

  #fields(value: object): { [key: string]: Json } {
    if (Array.isArray(value)) {
      const notes = floatNotes(value)
      const items = Array.from(value, (item, index) => this.describe(item, notes?.has(index)))
      return value instanceof PyTuple ? { tuple: items } : { list: items }
    }
    if (value instanceof Set) {
      const floats = floatKeyNotes(value)
      const items = [...value].map((item) => this.describe(item, floats?.has(item)))
      return value instanceof PyFrozenSet ? { frozenset: items } : { set: items }
    }
    if (value instanceof PyObject) return this.#object(value)
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    const notes = floatNotes(value)
    const floats = floatKeyNotes(value)
    return {
      dict: entries.map(([key, item]) => [
        this.describe(key, floats?.has(key)),
        this.describe(item, notes?.has(key)),
      ]),
    }
  }

  #object(object: PyObject): { [key: string]: Json } {
    const { kind, cls, args, kwargs, items, pairs, builds, setters } = object
    const list = (values: readonly unknown[]) => {
      const notes = floatNotes(values)
      return values.map((value, index) => this.describe(value, notes?.has(index)))
    }
    return {
      obj: kind,
      cls: this.describe(cls),
      args: this.describe(args),
      ...(kwargs === undefined ? {} : { kwargs: this.describe(kwargs) }),
      ...(items.length === 0 ? {} : { items: list(items) }),
      ...(pairs.length === 0 ? {} : { pairs: pairs.map(list) }),
      ...(builds.length === 0 ? {} : { builds: list(builds) }),
      ...(setters.length === 0 ? {} : { setters: setters.map(list) }),
    }
  }

  /** Numbers the shared containers in the order they come. */
  number(json: Json): Json {
    if (Array.isArray(json)) return json.map((item) => this.number(item))
    if (typeof json !== 'object' || json === null) return json
    const { id, ref, ...rest } = json
    if (ref !== undefined) return { ref: (ref as { id: number }).id }
    if (id !== undefined) json['id'] = this.#next++
    const fields = Object.entries(rest).map(([key, value]) => [key, this.number(value)] as const)
    return { ...(id === undefined ? {} : { id: json['id']! }), ...Object.fromEntries(fields) }
  }
}

/** A value in the grammar of pickle.json. */
export function describe(value: unknown): unknown {
  const describer = new Describer()
  return describer.number(describer.describe(value))
}
