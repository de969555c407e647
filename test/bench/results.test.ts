/** What is made of measured figures. */
import { expect, test } from 'vitest'
import { drawChart } from '../../bench/chart.js'
import { fitLine } from '../../bench/core/line.js'
import { withResults } from '../../bench/markdown.js'
import { ratio } from '../../bench/measure.js'
import { alignTable, cellsOf } from '../../bench/table.js'
import { targetCells } from '../../bench/targets.js'

const what = 'read: times as fast'
const section = {
  id: 'libraries',
  title: 'Times as fast as <it>',
  notes: ['More is faster.'],
  columns: [
    { key: 'read 1 KB', title: 'read', unit: '×' as const },
    { key: 'bytes', title: 'size', unit: 'B' as const },
  ],
  rows: [
    { name: 'cartouche: hex', figures: { 'read 1 KB': 2.345, 'write 1 KB': 2, bytes: 1287 } },
    { name: 'it', figures: { 'read 1 KB': 1, 'write 1 KB': 1 } },
    { name: 'floor: hex', figures: { 'read 1 KB': 400, 'write 1 KB': 400 } },
  ],
  goals: [
    { what, at: '157 B', measured: 4.2, relation: '≥' as const, target: 4 },
    { what, at: '1 KB', measured: 2.345, relation: '≥' as const, target: 4 },
    { what: 'size', measured: 1287, relation: '≤' as const, target: 2000 },
  ],
}
const machine = { node: '20.20.0', cpu: 'A & B', cores: 2, date: '2026-01-02', rounds: 3 }

test('a ratio is the median of what the rounds compare', () => {
  expect(ratio([2, 40, 6], [1, 10, 2])).toBe(3)
  expect(ratio([1], undefined)).toBeNaN()
})

test('a table has the names to the left and the figures to the right', () => {
  expect(alignTable(cellsOf(section))).toEqual([
    '                read    size',
    'cartouche: hex  2.35  1287 B',
    'it              1.00',
    'floor: hex       400',
  ])
})

test('goals of the same words are one target, and each figure that misses is marked', () => {
  expect(targetCells([section])).toEqual([
    [what, '≥ 4', 'missed', '157 B 4.20, 1 KB 2.35 missed'],
    ['size', '≤ 2000', 'met', '1287'],
  ])
})

test('results replace those of an earlier run', () => {
  const page = '# Page\n\n<!-- results -->\n\nold\n\n<!-- /results -->\n\nEnd\n'
  const first = withResults(page, [section], machine)
  expect(first).toContain('| cartouche: hex | 2.35 | 1287 B |\n')
  expect(first).not.toContain('old')
  expect(first.startsWith('# Page\n')).toBe(true)
  expect(first.endsWith('\n\n<!-- /results -->\n\nEnd\n')).toBe(true)
  expect(withResults(first, [section], machine)).toBe(first)
  expect(() => withResults('# Page', [section], machine)).toThrow('no place')
})

test('the chart says in text what it draws, and leaves the floor out', () => {
  const svg = drawChart([section], machine)
  expect(svg).toContain('<title id="title">Times as fast as &lt;it&gt;, sessions of 1 KB</title>')
  expect(svg).toContain('cartouche: hex: read 1 KB 2.35 times as fast')
  expect(svg).toContain('A &amp; B')
  expect(svg).not.toContain('floor')
  expect(svg.match(/<rect class="ours"/g)).toHaveLength(2)
  expect(() => drawChart([], machine)).toThrow('no section libraries')
})

test('a line through points on a line is that line', () => {
  const line = fitLine([0, 1, 5].map((x) => [x, 3 + 2 * x] as const))
  expect(line.slope).toBeCloseTo(2)
  expect(line.start).toBeCloseTo(3)
  expect(line.fit).toBeCloseTo(1)
  expect(fitLine([0, 1, 2, 3].map((x) => [x, x ** 4] as const)).fit).toBeLessThan(0.9)
})
