/** All cards of a cookie. */
import type { Layer } from '../inspect/index.js'
import { fill, h } from './dom.js'
import { withEdits } from './edits.js'
import type { Edit } from './edits.js'
import { mapView } from './map-view.js'
import { pickleView } from './pickle-view.js'
import { rewriteView } from './rewrite-view.js'
import { sizeView } from './size-view.js'
import type { Subject } from './state.js'
import { characterOf } from './tamper.js'
import { tamperView } from './tamper-view.js'
import { timesView } from './times-view.js'
import { treeView } from './tree-view.js'
import { verdictView } from './verdict-view.js'

interface Setting {
  /** Seconds since 1970. */
  readonly now: number
  readonly inspect: (header: string) => void
}

export function resultView(
  { input, inspection }: Subject,
  setting: Setting,
): (HTMLElement | false)[] {
  const { layers, size, times } = inspection
  const tampering = tamperView(input)
  const choose = (layer: Layer, at: number): void =>
    tampering.choose(characterOf(layers, layer, at))
  const pickle = layers.find(({ encoding }) => encoding === 'pickle')?.content
  return [
    verdictView(inspection),
    h(
      'div',
      { class: 'halves' },
      h('div', { class: 'stack' }, mapView(layers, choose), tampering.element),
      h(
        'div',
        { class: 'stack' },
        dataView({ input, inspection }, setting),
        timesView(times, setting.now),
        sizeView(size),
      ),
    ),
    pickle instanceof Uint8Array && pickleView(pickle),
  ]
}

/** The tree, and the new cookie where something was edited. */
function dataView({ input, inspection }: Subject, { inspect }: Setting): HTMLElement | undefined {
  const { data, canRewrite, fit } = inspection
  if (data === undefined) return undefined
  const [first] = input.secrets ?? []
  const secret = (input.secrets?.[fit?.index ?? 0] ?? first) as string | undefined
  const place = h('div', { class: 'stack' })
  const show = (edits: readonly Edit[]): void => {
    const changed = withEdits(data, edits)
    const change = (edit: Edit): void => show([...edits, edit])
    fill(
      place,
      treeView({ data: changed, canEdit: canRewrite, change }),
      edits.length > 0 && rewriteView({ input, secret, edits, undo: () => show([]), inspect }),
    )
  }
  show([])
  return place
}
