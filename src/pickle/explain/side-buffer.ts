/**
 * Stands for a buffer that came beside a pickle of protocol 5: whoever explains the pickle has not got
 * it. An ArrayBuffer can be made read-only as a buffer can, but no bytes are made of it.
 */
export class SideBuffer extends ArrayBuffer {
  readonly index: number

  constructor(index: number) {
    super(0)
    this.index = index
  }
}

/** As many buffers as a pickle asks for. */
export function* sideBuffers(): Iterable<SideBuffer> {
  for (let index = 0; ; index++) yield new SideBuffer(index)
}
