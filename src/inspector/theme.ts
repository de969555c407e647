/** Light, dark, or what the system says. */
import { byId, h } from './dom.js'

const THEMES = ['system', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const NAMES: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' }
const KEY = 'cartouche-theme'

export function startTheme(): void {
  const chosen = remembered()
  use(chosen)
  byId('themes').append(
    ...THEMES.map((theme) => {
      const radio = h('input', {
        type: 'radio',
        name: 'theme',
        id: `theme-${theme}`,
        checked: theme === chosen,
        onchange: () => use(theme),
      })
      return h('span', {}, radio, h('label', { for: radio.id }, NAMES[theme]))
    }),
  )
}

function use(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage may be forbidden: then the choice holds for this visit.
  }
}

function remembered(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system'
  } catch {
    return 'system'
  }
}
