/** The kinds of parts, as people see them: by a colour and a word. */
import type { PartKind } from '../inspect/index.js'

export type Colour = 'proof' | 'time' | 'data' | 'key' | 'name' | 'once' | 'dark' | 'frame'

export const COLOURS: Readonly<Record<PartKind, Colour>> = {
  signature: 'proof',
  tag: 'proof',
  secret: 'proof',
  time: 'time',
  data: 'data',
  key: 'key',
  'key id': 'name',
  id: 'name',
  subject: 'name',
  purpose: 'name',
  nonce: 'once',
  salt: 'once',
  ciphertext: 'dark',
  version: 'frame',
  marker: 'frame',
  header: 'frame',
  separator: 'frame',
  padding: 'frame',
}

export const COLOUR_NAMES: Readonly<Record<Colour, string>> = {
  proof: 'signature',
  time: 'times',
  data: 'data',
  key: 'keys of the data',
  name: 'ids',
  once: 'nonce or salt',
  dark: 'encrypted',
  frame: 'frame',
}
