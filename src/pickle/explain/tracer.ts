import { Reader } from '../read/reader.js'

/** A Reader that tells what the last instruction did with the marks and the memo. */
export class Tracer extends Reader {
  /** Where the marks on the stack were set, the innermost last. */
  readonly markOffsets: number[] = []
  /** Where the mark was set that the last instruction took away. */
  markOffset: number | undefined
  /** The memo entry that the last instruction read or wrote, be it there or not. */
  memoIndex: number | undefined

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
}
