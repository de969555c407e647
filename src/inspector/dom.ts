/** Elements, made without markup: nothing that a cookie holds is ever parsed as HTML. */

type Child = Node | string | number | false | null | undefined | readonly Child[]

type Handlers = {
  readonly [Name in keyof HTMLElementEventMap as `on${Name}`]?: (
    event: HTMLElementEventMap[Name],
  ) => void
}

/** Attributes by their names; `false` and `undefined` leave one out, `true` is one without a value. */
export type Attributes = Handlers & Readonly<Record<string, unknown>>

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  append(element, children)
  return element
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child as readonly Child[])
    else if (child instanceof Node) element.append(child)
    else if (child !== undefined && child !== null && child !== false) element.append(String(child))
  }
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T
}

/** Puts `children` in the place of what is there. What had the focus, by its `data-keep`, has it again. */
export function fill(element: Element, ...children: Child[]): void {
  const kept = element.contains(document.activeElement)
    ? document.activeElement?.getAttribute('data-keep')
    : undefined
  element.replaceChildren()
  append(element, children)
  if (kept === undefined || kept === null) return
  element.querySelector<HTMLElement>(`[data-keep="${CSS.escape(kept)}"]`)?.focus()
}

/** A card with a heading; `''` as a hint for none. */
export function card(title: string, hint: string, ...children: Child[]): HTMLElement {
  const id = `card-${title.toLowerCase().replaceAll(/\W+/g, '-')}`
  const text = hint === '' ? undefined : h('p', { class: 'quiet' }, hint)
  return h(
    'section',
    { class: 'card', 'aria-labelledby': id },
    h('h2', { id }, title),
    text,
    ...children,
  )
}

/** Says something to those who cannot see what has changed. */
export function announce(text: string): void {
  byId('said').textContent = text
}
