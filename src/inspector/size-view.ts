/** How much of what a browser keeps of a cookie is taken, and by what. */
import type { Size } from '../inspect/index.js'
import { card, h } from './dom.js'
import { keyText, pathId } from './paths.js'

const MOST_KEYS = 8

export function sizeView({ characters, limit, byKey }: Size): HTMLElement {
  const whole = Math.max(limit * 1.1, characters)
  const bar = h('div', { class: 'gauge', 'aria-hidden': 'true' })
  const keys = byKey.slice(0, MOST_KEYS)
  const left = characters - keys.reduce((sum, key) => sum + key.characters, 0)
  const parts = [
    ...keys.map((key) => [key.characters, pathId([key.key])] as const),
    [left, undefined] as const,
  ]
  for (const [index, [size, path]] of parts.entries()) {
    const part = h('span', {
      class: path === undefined ? 'rest' : `shade-${index % 4}`,
      'data-path': path,
    })
    part.style.width = `${(Math.max(0, size) / whole) * 100}%`
    bar.append(part)
  }
  const mark = h('i', { class: 'limit' })
  mark.style.left = `${(limit / whole) * 100}%`
  bar.append(mark)
  const isOver = characters > limit
  return card(
    'Size',
    '',
    h(
      'p',
      { class: isOver ? 'figure over' : 'figure' },
      h('strong', {}, characters.toLocaleString('en')),
      ` of ${limit.toLocaleString('en')} characters`,
      isOver ? ': browsers drop it' : '',
    ),
    bar,
    byKey.length > 0 && tableOf(byKey, characters),
  )
}

function tableOf(byKey: Size['byKey'], characters: number): HTMLElement {
  return h(
    'table',
    {},
    h('caption', { class: 'unseen' }, 'Characters by key'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, 'Key'),
        h('th', { scope: 'col' }, 'About'),
        h('th', { scope: 'col' }, 'Share'),
      ),
    ),
    h(
      'tbody',
      {},
      byKey
        .slice(0, MOST_KEYS)
        .map(({ key, characters: size }, index) =>
          h(
            'tr',
            { 'data-path': pathId([key]) },
            h(
              'th',
              { scope: 'row' },
              h('span', { class: `dot shade-${index % 4}`, 'aria-hidden': 'true' }),
              keyText(key),
            ),
            h('td', {}, size.toLocaleString('en')),
            h('td', {}, `${Math.round((size / characters) * 100)} %`),
          ),
        ),
    ),
  )
}
