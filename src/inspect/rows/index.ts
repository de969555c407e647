/** All formats that a text can be of. */
import type { FormatId } from '../inspection.js'
import { flask, starlette } from './itsdangerous.js'
import { sealed, signed, stored } from './ours.js'
import { pyramidHex, pyramidSigned } from './pyramid.js'
import type { FormatRow } from './row.js'

export const ROWS: readonly FormatRow[] = [
  sealed,
  signed,
  stored,
  pyramidSigned,
  pyramidHex,
  flask,
  starlette,
]

export const rowOf = (id: FormatId): FormatRow | undefined => ROWS.find((row) => row.id === id)
