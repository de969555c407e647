/** The byte map: each layer of the cookie, in colours; and what each stretch is, in words. */
import type { Layer, Part } from '../inspect/index.js'
import { card, h } from './dom.js'
import { COLOUR_NAMES, COLOURS } from './kinds.js'
import type { Colour } from './kinds.js'
import { pathId, pathText } from './paths.js'
import { segmentsOf } from './segments.js'
import type { Segment } from './segments.js'

/** Somebody chose a place in a layer: a character of text, or a byte. */
export type Choose = (layer: Layer, at: number) => void

export function mapView(layers: readonly Layer[], choose: Choose): HTMLElement {
  return card(
    'Bytes',
    'From the text of the cookie inwards. Point at a stretch, or go through them with the arrow keys; choose one to tamper with it.',
    legend(layers),
    layers.map((layer, index) => layerView(layer, index, choose)),
  )
}

function legend(layers: readonly Layer[]): HTMLElement {
  const colours = new Set<Colour>(
    layers.flatMap(({ parts }) => parts.map(({ kind }) => COLOURS[kind])),
  )
  return h(
    'ul',
    { class: 'legend' },
    (Object.keys(COLOUR_NAMES) as Colour[])
      .filter((colour) => colours.has(colour))
      .map((colour) => h('li', { class: `k-${colour}` }, COLOUR_NAMES[colour])),
  )
}

function layerView(layer: Layer, index: number, choose: Choose): HTMLElement {
  const isText = typeof layer.content === 'string'
  const unit = isText ? 'characters' : 'bytes'
  const map = h('div', { class: `map ${isText ? 'text' : 'hex'}` })
  const show = (asText: boolean): void => {
    map.className = `map ${asText ? 'text' : 'hex'}`
    map.replaceChildren(...buttonsOf(layer, index, asText, choose))
  }
  const startsAsText = isText || (layer.encoding !== undefined && layer.encoding !== 'pickle')
  show(startsAsText)
  map.setAttribute('role', 'toolbar')
  map.setAttribute('aria-label', `Layer ${index + 1}: ${layer.title}`)
  map.addEventListener('keydown', (event) => moveWithin(map, event))
  return h(
    'div',
    { class: 'layer', 'data-layer': layer.name },
    h(
      'div',
      { class: 'card-head' },
      h('h3', {}, h('span', { class: 'ordinal' }, index + 1), titleOf(layer)),
      h('span', { class: 'quiet' }, `${layer.content.length} ${unit}`),
      !isText && toggle(startsAsText, show),
    ),
    map,
    detailsOf(layer),
  )
}

const titleOf = ({ name, title }: Layer): string =>
  name === 'cookie' ? `The cookie: ${title}` : `${title[0]!.toUpperCase()}${title.slice(1)}`

function toggle(asText: boolean, show: (asText: boolean) => void): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'plain small',
      'aria-pressed': String(asText),
      onclick: () => {
        const next = button.getAttribute('aria-pressed') !== 'true'
        button.setAttribute('aria-pressed', String(next))
        show(next)
      },
    },
    'As text',
  )
  return button
}

function buttonsOf(layer: Layer, index: number, asText: boolean, choose: Choose): HTMLElement[] {
  return segmentsOf(layer).map((segment, place) => {
    const { part, start, end } = segment
    const use = (event: Event): void => {
      const at = (event.target as HTMLElement).dataset['at']
      choose(layer, at === undefined ? start : Number(at))
    }
    // No button element: that would not be broken over lines.
    return h(
      'span',
      {
        role: 'button',
        class: part === undefined ? 'part' : `part k-${COLOURS[part.kind]}`,
        tabindex: place === 0 ? 0 : -1,
        'data-keep': `part-${index}-${start}`,
        'data-path': part?.path && pathId(part.path),
        'data-into': part?.into,
        'data-part': part && `${index}-${part.start}-${part.end}`,
        title: labelOf(segment, layer),
        onclick: use,
        onkeydown: (event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          use(event)
        },
      },
      h('span', { 'aria-hidden': 'true' }, unitsOf(layer.content, start, end, asText)),
      h('span', { class: 'unseen' }, labelOf(segment, layer)),
    )
  })
}

/** Each by itself, so that one can be chosen. */
function unitsOf(
  content: string | Uint8Array,
  start: number,
  end: number,
  asText: boolean,
): HTMLElement[] {
  return Array.from({ length: end - start }, (_, offset) => {
    const at = start + offset
    const unit = content[at]!
    const text = typeof unit === 'string' ? unit : asText ? readable(unit) : hex(unit)
    return h('span', { 'data-at': at }, text)
  })
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
const readable = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'

function labelOf({ part, start, end }: Segment, { content }: Layer): string {
  const where = end - start === 1 ? `${start}` : `${start} to ${end - 1}`
  const unit = typeof content === 'string' ? 'character' : 'byte'
  return `${part === undefined ? 'between the parts' : nameOf(part)}, ${unit}${end - start === 1 ? '' : 's'} ${where}`
}

function nameOf({ label, path, note }: Part): string {
  const of = path === undefined || path.length === 0 ? '' : ` of ${pathText(path)}`
  return `${label}${of}${note === undefined ? '' : `: ${note}`}`
}

/** The parts that are not of the data, which the tree shows. */
function detailsOf({ parts }: Layer): HTMLElement | undefined {
  const rows = parts.filter(({ path, kind }) => path === undefined && kind !== 'separator')
  if (rows.length === 0) return undefined
  return h(
    'ul',
    { class: 'parts' },
    rows.map((part) =>
      h(
        'li',
        { 'data-into': part.into },
        h('span', { class: `dot k-${COLOURS[part.kind]}`, 'aria-hidden': 'true' }),
        h('span', {}, part.label),
        h('span', { class: 'quiet' }, part.note ?? `${part.end - part.start} long`),
      ),
    ),
  )
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => Math.min(at + 1, count - 1),
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** One stop of the Tab key for a layer; arrows go from stretch to stretch. */
function moveWithin(map: HTMLElement, event: KeyboardEvent): void {
  const step = STEPS[event.key]
  if (step === undefined) return
  event.preventDefault()
  const parts = [...map.querySelectorAll<HTMLElement>('.part')]
  const from = parts.indexOf(document.activeElement as HTMLElement)
  const to = parts[step(from, parts.length)]!
  parts[from]?.setAttribute('tabindex', '-1')
  to.setAttribute('tabindex', '0')
  to.focus()
}
