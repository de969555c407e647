/** What is made of measured figures. */
import { expect, test } from 'vitest'
import { drawChart } from '../../bench/chart.js'
import { fitLine } from '../../bench/core/line.js'
import { fillPlace } from '../../bench/markdown.js'
import { ratio } from '../../bench/measure.js'
import { withSpeeds } from '../../bench/readme.js'
import { resultsOf } from '../../bench/results.js'
import { summaryOf } from '../../bench/summary.js'
import { alignTable, cellsOf } from '../../bench/table.js'
import { targetCells } from '../../bench/targets.js'

type Section = Parameters<typeof drawChart>[0][number]

const what = 'read: times as fast'
const why = 'It does less.'
const section: Section = {
  id: 'libraries',
  title: 'Times as fast as <it>',
  notes: ['More is faster.'],
  columns: [
    { key: 'read 1 KB', title: 'read', unit: '×' },
    { key: 'bytes', title: 'size', unit: 'B' },
  ],
  rows: [
    { name: 'cartouche: hex', figures: { 'read 1 KB': 2.345, 'write 1 KB': 2, bytes: 1287 } },
    { name: 'it', figures: { 'read 1 KB': 1, 'write 1 KB': 1 } },
    { name: 'floor: hex', figures: { 'read 1 KB': 400, 'write 1 KB': 400 } },
  ],
  goals: [
    { what, at: '157 B', measured: 4.2, relation: '≥', target: 4, why },
    { what, at: '1 KB', measured: 2.345, relation: '≥', target: 4, why },
    { what: 'size', measured: 1287, relation: '≤', target: 2000, why: 'It is large.' },
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

const run = (node: string, sections = [section]) => ({ ...machine, node, sections })

test('what is written replaces what an earlier run wrote', () => {
  const page = '# Page\n\n<!-- results -->\n\nold\n\n<!-- /results -->\n\nEnd\n'
  const first = fillPlace(page, 'results', 'new')
  expect(first).toBe('# Page\n\n<!-- results -->\n\nnew\n\n<!-- /results -->\n\nEnd\n')
  expect(fillPlace(first, 'results', 'new')).toBe(first)
  expect(() => fillPlace('# Page', 'results', 'new')).toThrow('no place')
})

test('the targets of several Nodes stand side by side, and each reason once', () => {
  const fast = {
    ...section,
    rows: [],
    goals: section.goals.map((goal) => ({ ...goal, measured: 4 })),
  }
  const results = resultsOf([run('24.1.0'), run('20.2.0', [fast])])
  expect(results).toContain('Node 24.1.0: 3 rounds; Node 20.2.0: 3 rounds.')
  expect(results).toMatch(
    /\| read: times as fast \| ≥ 4 +\| 1 +\| missed: 157 B 4\.20, 1 KB 2\.35 missed \| met: 157 B 4\.00, 1 KB 4\.00 \|/,
  )
  expect(results.split(why)).toHaveLength(2)
  expect(results).not.toContain('It is large.')
})

test('a table is there for each Node, but once where the version does not matter', () => {
  const line = '| cartouche: hex | 2.35 | 1287 B |\n'
  expect(resultsOf([run('24.1.0'), run('20.2.0')]).split(line)).toHaveLength(3)
  const bundle: Section = { ...section, isOfAnyNode: true }
  expect(resultsOf([run('24.1.0', [bundle]), run('20.2.0', [bundle])]).split(line)).toHaveLength(2)
  const slow = { ...section, rows: [{ name: 'it', figures: { 'read 1 KB': 0.5 } }] }
  const results = resultsOf([run('24.1.0'), run('20.2.0', [slow])])
  expect(results).toContain(line)
  expect(results).toMatch(/Node 20:\n\n[^:]+:[^:]+:[^:]+\| it +\| 0\.50 \|/)
})

test('the README has the speeds of the table of libraries', () => {
  const row = (speed: string) =>
    `| \`signedCookieSessionFactory(secret)\` | a | b | c | 1 | ${speed} | d |`
  const measured = { name: 'cartouche: SHA-512, JSON', figures: { 'read 1 KB': 1.654 } }
  expect(withSpeeds(row('1.00'), [{ ...section, rows: [measured] }])).toBe(row('1.65'))
  expect(withSpeeds(row('1.00'), [])).toBe(row('1.00'))
})

test('the summary has what a session adds, and nothing where that was not measured', () => {
  const server = {
    ...section,
    id: 'http-node-http',
    rows: [{ name: 'cartouche, sealed: read and reissued', figures: { added: 41.25 } }],
  }
  const summary = summaryOf(run('24.1.0', [server]))
  expect(summary).toMatch(/\| cartouche, sealed +\| +\| +41\.25 µs \|/)
  expect(summary).toContain('adds 41.25 µs to a request of node:http where it is sealed')
  expect(summary).not.toContain('Redis')
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
