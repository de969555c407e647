/**
 * Stands for a buffer that came beside a pickle of protocol 5. Whoever explains a pickle has not got
 * it. A view, as a buffer is, but not of bytes, so that no bytes are made of it.
 */
export class SideBuffer extends DataView {
  readonly index: number

  constructor(index: number) {
    super(new ArrayBuffer(0))
    this.index = index
  }

  override toString(): string {
    return `<buffer ${this.index}>`
  }
}

/** As many buffers as a pickle asks for. */
export function* sideBuffers(): Iterable<SideBuffer> {
  for (let index = 0; ; index++) yield new SideBuffer(index)
}
