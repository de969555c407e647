/** What somebody points at or has focused is lit wherever it is: in the byte map and in the tree. */
import { isWithin } from './paths.js'

const LIT = 'lit'

export function startLights(root: HTMLElement): void {
  const light = (event: Event): void => lightUp(root, event.target as Element)
  root.addEventListener('pointerover', light)
  root.addEventListener('focusin', light)
  root.addEventListener('pointerleave', () => lightUp(root, document.activeElement))
}

function lightUp(root: HTMLElement, target: Element | null): void {
  for (const lit of root.querySelectorAll(`.${LIT}`)) lit.classList.remove(LIT)
  const of = target?.closest<HTMLElement>('[data-path], [data-into], [data-part]')
  if (!of || !root.contains(of)) return
  const { path, into, part } = of.dataset
  if (path !== undefined) lightPath(root, path)
  if (into !== undefined) root.querySelector(`[data-layer="${into}"]`)?.classList.add(LIT)
  if (part !== undefined) {
    for (const same of root.querySelectorAll(`[data-part="${part}"]`)) same.classList.add(LIT)
  }
}

/** All stretches of the value, and what the tree shows of it. */
function lightPath(root: HTMLElement, path: string): void {
  const all = [...root.querySelectorAll<HTMLElement>('[data-path]')]
  for (const one of all) {
    const own = one.dataset['path']!
    const isLit = one.matches('.part') ? isWithin(own, path) : own === path
    if (isLit) one.classList.add(LIT)
  }
}
