/** What names an object that lies elsewhere: an extension code or a persistent id. */

import * as OP from '../opcodes.js'
import type { PyExt, PyPersistentId } from '../values/references.js'
import type { Pickler } from './pickler.js'

const MAX_EXTENSION = 0x7fff_ffff

export function writeExtension(pickler: Pickler, { code }: PyExt): void {
  const { out } = pickler
  if (out.protocol < 2) pickler.fail('An extension code needs protocol 2')
  const isCode = Number.isInteger(code) && code > 0 && code <= MAX_EXTENSION
  if (!isCode) pickler.fail(`An extension code is a whole number from 1 to ${MAX_EXTENSION}`)
  if (code <= 0xff) out.u1(OP.EXT1, code)
  else if (code <= 0xffff) out.argument(OP.EXT2, code, 2)
  else out.argument(OP.EXT4, code, 4)
}

export function writePersistentId(pickler: Pickler, { id }: PyPersistentId): void {
  if (pickler.out.binary) {
    pickler.save(id)
    pickler.out.op(OP.BINPERSID)
  } else if (typeof id === 'string' && /^[\0-\t\v-\x7f]*$/.test(id)) {
    pickler.out.line(OP.PERSID, id)
  } else pickler.fail('Protocol 0 takes only one line of ASCII as a persistent id')
}
