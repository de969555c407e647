import {
  PickleRegistry,
  PyDateTime,
  PyTuple,
  dumps,
  explain,
  formatExplanation,
  loads,
} from 'cartouche/pickle'
import type { DumpOptions, LoadOptions } from 'cartouche/pickle'

const reading: LoadOptions = { dicts: 'auto' }
const writing: DumpOptions = { protocol: 2 }
const bytes: Uint8Array = dumps({ a: [1, 2n, new PyTuple([null])] }, writing)

export const value: unknown = loads(bytes, reading)
export const text: string = formatExplanation(explain(bytes))
export const registry = new PickleRegistry()
export const isDate = (it: unknown): it is PyDateTime => it instanceof PyDateTime
