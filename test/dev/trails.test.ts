/** What is kept of visitors, and how little of it. */
import { describe, expect, test } from 'vitest'
import type { Commit } from '../../src/dev/commits.js'
import { Trail, Trails } from '../../src/dev/trails.js'

const commit = (path: string, isTouched = true): Commit => ({
  time: 0,
  method: 'GET',
  path,
  status: 200,
  answers: 1,
  isTouched,
  lines: [],
  effect: 'left alone',
  reasons: [],
})

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

describe('the trail of a visitor', () => {
  test('has the last twenty answers', () => {
    const trail = new Trail()
    for (const at of range(25)) trail.add(commit(`/${at}`))
    expect(trail.commits.map(({ path }) => path)).toEqual(
      range(25)
        .slice(5)
        .map((at) => `/${at}`),
    )
  })

  test('counts answers in a row that did not touch the session, and has the last of them', () => {
    const trail = new Trail()
    for (const at of range(3)) trail.add(commit(`/${at}.css`, false))
    trail.add(commit('/'))
    trail.add(commit('/a.css', false))
    expect(trail.commits.map(({ path, answers }) => [path, answers])).toEqual([
      ['/2.css', 3],
      ['/', 1],
      ['/a.css', 1],
    ])
  })

  test('has of headers that were made again the last ones, where the first stood', () => {
    const trail = new Trail()
    const first = commit('/first')
    trail.add(first)
    trail.add(commit('/second'))
    trail.replace(first, commit('/again'))
    trail.replace(commit('/unknown'), commit('/lost'))
    expect(trail.commits.map(({ path }) => path)).toEqual(['/again', '/second'])
  })
})

describe('the trails of all', () => {
  test('are found by any mark, of which the first counts most', () => {
    const trails = new Trails()
    const [one, other] = [new Trail(), new Trail()]
    trails.mark(one, ['a', 'b'])
    trails.mark(other, ['c'])
    expect(trails.find(['b'])).toBe(one)
    expect(trails.find(['x', 'c', 'a'])).toBe(other)
    expect(trails.find(['x'])).toBe(undefined)
  })

  test('are a hundred, without those that were not seen for the longest time', () => {
    const trails = new Trails()
    const all = range(100).map(() => new Trail())
    for (const [at, trail] of all.entries()) trails.mark(trail, [`${at}`])
    trails.mark(all[0]!, [])
    trails.mark(new Trail(), ['new'])
    expect(['0', '1', '2', 'new'].map((mark) => trails.find([mark]) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ])
  })

  test('are known by their last forty marks', () => {
    const trails = new Trails()
    const trail = new Trail()
    for (const at of range(41)) trails.mark(trail, ['page', `${at}`])
    const isFound = (mark: string): boolean => trails.find([mark]) !== undefined
    expect(['page', '0', '1', '2', '40'].map(isFound)).toEqual([true, false, false, true, true])
    expect(trail.marks.size).toBe(40)
  })

  test('leave alone what is another visitor’s by now', () => {
    const trails = new Trails()
    const [one, other] = [new Trail(), new Trail()]
    trails.mark(one, ['same'])
    trails.mark(other, ['same'])
    for (const at of range(50)) trails.mark(one, [`${at}`])
    expect(trails.find(['same'])).toBe(other)
  })
})
