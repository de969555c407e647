import { expect } from 'vitest'
import type { Behaviours } from './behaviour.js'
import { LONG_TEXT, ODD_TEXTS } from './odd-texts.js'
import { begin, changes, fieldsAt, outcome, sorted } from './support.js'

const MEBIBYTE = 1024 * 1024

const valueOf = (name: string): string => `${name.length}:${name}`
const odd = new Map(ODD_TEXTS.map((name) => [name, valueOf(name)]))

export const texts: Behaviours = {
  'names can be any text, and are told apart': async (at) => {
    const id = await begin(at, odd)
    expect(await fieldsAt(at.store, id)).toEqual(sorted(odd))
  },

  'values can be any text': async (at) => {
    const values = new Map(ODD_TEXTS.map((text, index) => [`n${index}`, text]))
    const id = await begin(at, values)
    expect(await fieldsAt(at.store, id)).toEqual(sorted(values))
  },

  'fields of any name are set, expected and deleted one by one': async (at) => {
    const id = await begin(at, { 'stays as it is': 'yes' })
    for (const [name, value] of odd) {
      const set = changes(at, {
        set: new Map([[name, value]]),
        expect: new Map([[name, undefined]]),
      })
      expect(await at.store.update(id, set), JSON.stringify(name)).toBe('saved')
    }
    expect(await fieldsAt(at.store, id)).toEqual(
      sorted(new Map([...odd, ['stays as it is', 'yes']])),
    )
    for (const [name, value] of odd) {
      const cut = changes(at, { delete: [name], expect: new Map([[name, value]]) })
      expect(await at.store.update(id, cut), JSON.stringify(name)).toBe('saved')
    }
    expect(await fieldsAt(at.store, id)).toEqual([['stays as it is', 'yes']])
  },

  'values are compared as they are: case, spaces, zeros, accents': async (at) => {
    const pairs = [
      ['1', '1.0'],
      ['1', '01'],
      ['a', 'A'],
      ['a', 'a '],
      ['\u00e9', 'e\u0301'],
    ] as const
    for (const [stands, expected] of pairs) {
      const id = await begin(at, { a: stands })
      const parts = { expect: { a: expected }, set: { b: '1' } }
      expect(outcome(await at.store.update(id, changes(at, parts)))).toEqual([['a', stands]])
    }
  },

  'names of objects are no fields that are there': async (at) => {
    const id = await begin(at)
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'size']
    const none = new Map(names.map((name) => [name, undefined]))
    expect(await at.store.update(id, changes(at, { expect: none }))).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([])
  },

  'a name can be 20,000 characters long': async (at) => {
    const id = await begin(at, { [LONG_TEXT]: '1', [`${LONG_TEXT}a`]: '2' })
    const parts = { set: { [LONG_TEXT]: '3' }, expect: { [LONG_TEXT]: '1' } }
    expect(await at.store.update(id, changes(at, parts))).toBe('saved')
    expect(Object.fromEntries(await fieldsAt(at.store, id))).toEqual({
      [LONG_TEXT]: '3',
      [`${LONG_TEXT}a`]: '2',
    })
  },

  'a value can be a mebibyte, of characters that take more': async (at) => {
    const [one, two] = ['x'.repeat(MEBIBYTE), '€"\\'.repeat(MEBIBYTE / 8)]
    const id = await begin(at, { one })
    expect(await at.store.update(id, changes(at, { set: { two }, expect: { one } }))).toBe('saved')
    const fields = await at.store.read(id)
    expect([fields?.get('one') === one, fields?.get('two') === two]).toEqual([true, true])
  },

  'a session can have 5,000 fields': async (at) => {
    const many = new Map(Array.from({ length: 5000 }, (_, n) => [`n${n}`, `v${n}`]))
    const id = await begin(at, many)
    expect(await fieldsAt(at.store, id)).toEqual(sorted(many))
  },

  '5,000 fields are set, expected and deleted by one update': async (at) => {
    const many = new Map(Array.from({ length: 5000 }, (_, n) => [`n${n}`, `v${n}`]))
    const id = await begin(at)
    expect(await at.store.update(id, changes(at, { set: many }))).toBe('saved')
    const all = changes(at, { expect: many, delete: [...many.keys()].slice(1) })
    expect(await at.store.update(id, all)).toBe('saved')
    expect(await fieldsAt(at.store, id)).toEqual([['n0', 'v0']])
  },
}
