/** Text must be readable: WCAG 2.2 asks for a contrast of 4.5 (AA), for edges of fields 3. */
import { describe, expect, test } from 'vitest'
import { css } from '../../demo/style.js'

type Colours = Readonly<Record<string, string>>

const [light, dark] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block]): Colours =>
  Object.fromEntries(
    [...block!.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => match.slice(1, 3)),
  ),
)

const texts: readonly [text: string, background: string][] = [
  ...['ink', 'quiet', 'blue', 'clay'].flatMap((text): [string, string][] => [
    [text, 'paper'],
    [text, 'card'],
  ]),
  ['on-blue', 'blue'],
  ['blue', 'blue-soft'],
  ['clay', 'clay-soft'],
  ['good', 'good-soft'],
  ['bad', 'bad-soft'],
  ['bad', 'good-soft'],
  ['card', 'ink'],
]

describe.each([
  ['light', light!],
  ['dark', dark!],
])('%s', (_, colours) => {
  test.each(texts)('%s on %s', (text, background) => {
    expect(contrast(colours[text]!, colours[background]!)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['paper', 'card'])('the edge of a field on %s', (background) => {
    expect(contrast(colours['field']!, colours[background]!)).toBeGreaterThanOrEqual(3)
  })
})

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
