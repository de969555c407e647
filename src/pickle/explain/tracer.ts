import { Reader } from '../reader.js'
import { PyStr, PyTuple } from '../values.js'

/** How much an instruction that copies may copy in all: so many times the pickle, and a little more. */
const COPIES_PER_BYTE = 16
const FREE_COPIES = 1 << 16

/** A Reader that tells what the last instruction did with the marks and the memo. */
export class Tracer extends Reader {
  /** Where the marks on the stack were set, the innermost last. */
  readonly markOffsets: number[] = []
  /** Where the mark was set that the last instruction took away. */
  markOffset: number | undefined
  /** The memo entry that the last instruction read or wrote, be it there or not. */
  memoIndex: number | undefined
  #copied = 0

  /** Makes ready for the next instruction. */
  begin(): void {
    this.at = this.pos
    this.markOffset = undefined
    this.memoIndex = undefined
  }

  override mark(): void {
    super.mark()
    this.markOffsets.push(this.at)
  }

  override popMark(): number {
    const place = super.popMark()
    this.markOffset = this.markOffsets.pop()
    return place
  }

  override put(index: number): void {
    this.memoIndex = index
    super.put(index)
  }

  override get(index: number): void {
    this.memoIndex = index
    super.get(index)
  }

  /**
   * Counts what the next instruction, REDUCE or STACK_GLOBAL, may copy or look up: fetched from the
   * memo, a long text costs two bytes of pickle each time and its whole length of work.
   */
  countCopies(): void {
    for (let place = Math.max(0, this.sp - 2); place < this.sp; place++) {
      this.#copied += copiedSize(this.stack[place])
    }
    if (this.#copied > this.end * COPIES_PER_BYTE + FREE_COPIES) {
      this.fail('LIMIT', 'The same data is copied too often')
    }
  }
}

/** The size of a name or of the arguments of a call. */
function copiedSize(value: unknown): number {
  return value instanceof PyTuple
    ? value.slice(0, 2).reduce<number>((sum, item) => sum + sizeOf(item), 0)
    : sizeOf(value)
}

function sizeOf(value: unknown): number {
  if (value instanceof PyStr) return value.text.length
  const hasLength =
    typeof value === 'string' || value instanceof Uint8Array || Array.isArray(value)
  return hasLength ? value.length : 0
}
