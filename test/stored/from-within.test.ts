/** What a handler changes inside of a value is written with what else it changes, however it got hold of the value. */
import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../src/stores/memory.js'
import { Browser, makeFactory } from './support.js'
import type { AnySession } from './support.js'

type Cart = string[]

/** Ways to the list in `cart`. */
const WAYS: readonly [string, (session: AnySession) => unknown][] = [
  ['get', (session) => session.get('cart')],
  ['peek of a key', (session) => session.peek('cart')],
  ['peek', (session) => session.peek().data.get('cart')],
  ['values', (session) => [...session.values()][0]],
  ['entries', (session) => [...session.entries()][0]![1]],
  ['setDefault', (session) => session.setDefault('cart', [])],
  ['pop, and set again', (session) => again(session, session.pop('cart'))],
  ['popItem, and set again', (session) => again(session, session.popItem()![1])],
  ['transform', (session) => kept(session)],
  ['toJSON', (session) => (session.toJSON() as { cart: Cart }).cart],
]

function again(session: AnySession, value: unknown): unknown {
  session.set('cart', value)
  return value
}

function kept(session: AnySession): unknown {
  let value: unknown
  session.transform('cart', (old) => (value = old))
  return value
}

describe.each(WAYS)('by %s', (_, cartOf) => {
  test('a change from within is written with a change of another key', async () => {
    const browser = new Browser(makeFactory())
    await browser.visit((session) => session.set('cart', ['apples']))
    await browser.visit((session) => {
      session.set('other', 1)
      session.delete('other')
      ;(cartOf(session) as Cart).push('pears')
    })
    expect(await browser.visit((session) => session.get('cart'))).toEqual(['apples', 'pears'])
  })

  test('and so is one after save()', async () => {
    const browser = new Browser(makeFactory())
    await browser.visit((session) => session.set('cart', ['apples']))
    await browser.visit(async (session) => {
      const cart = cartOf(session) as Cart
      session.set('other', 1)
      await session.save()
      session.set('other', 2)
      cart.push('pears')
    })
    expect(await browser.visit((session) => session.get('cart'))).toEqual(['apples', 'pears'])
  })
})

/** Ways to put a list in, that the application goes on to have. */
const PUTS: readonly [string, (session: AnySession, cart: Cart) => unknown][] = [
  ['set', (session, cart) => session.set('cart', cart)],
  ['update', (session, cart) => session.update({ cart })],
  ['setDefault', (session, cart) => session.setDefault('cart', cart)],
  ['transform', (session, cart) => session.transform('cart', () => cart)],
  ['flash', (session, cart) => session.flash(cart)],
]

test.each(PUTS)(
  'what was put in by %s, and changed from within after save(), is written',
  async (_, put) => {
    const browser = new Browser(makeFactory())
    await browser.visit(async (session) => {
      const cart: Cart = ['apples']
      put(session, cart)
      await session.save()
      cart.push('pears')
    })
    const found = await browser.visit((session) => session.get('cart') ?? session.peekFlash()[0])
    expect(found).toEqual(['apples', 'pears'])
  },
)

test('messages that were popped, changed and put back are written', async () => {
  const browser = new Browser(makeFactory())
  await browser.visit((session) => session.flash({ text: 'one' }))
  await browser.visit((session) => {
    const messages = session.popFlash() as { text: string }[]
    messages[0]!.text = 'two'
    session.set('_f_', messages)
  })
  expect(await browser.visit((session) => session.peekFlash())).toEqual([{ text: 'two' }])
})

test('nothing is written of a key that nobody has changed', async () => {
  const sent: string[][] = []
  const store = memoryStore()
  const update: typeof store.update = (id, changes) => {
    sent.push([...changes.set.keys()])
    return store.update(id, changes)
  }
  const browser = new Browser(makeFactory({ ...store, update }))
  await browser.visit((session) => session.update({ cart: ['apples'], user: { id: 7 }, visits: 1 }))
  await browser.visit((session) => {
    session.get('user')
    session.set('visits', 2)
  })
  expect(sent).toEqual([['"visits"', '~r']])
})

describe('fields that nobody has written so make no session', () => {
  test.each([
    ['several values', { '"a"': '0:1,2' }],
    ['no value', { '"a"': '0:' }],
    ['undefined, which has no field', { '"a"': '0:{"~v":0}' }],
    ['half a value', { '"a"': '0:[{}', '"b"': '1:1}]' }],
    ['a value that would be written otherwise', { '"a"': '0:{"~n":"07"}' }],
    ['one key in two fields', { '"a"': '0:1', '"\\u0061"': '1:2' }],
    ['a key that would be written otherwise', { '"\\u0061"': '0:1' }],
    ['a number that would be', { '{"~m":[1,1]}': '0:1' }],
    ['text where a key is no text', { '{"a":0}': '0:1' }],
    ['a name without quotes', { a: '0:1' }],
    ['half a name', { '"a': '0:1' }],
    ['several keys', { '{"~m":[1,0,2,0]}': '0:1' }],
    ['a message that is no value', { '^"_f_":1': 'x' }],
  ])('%s', async (_, fields) => {
    const store = memoryStore()
    let id = ''
    const create: typeof store.create = (given, session) => {
      id = given
      return store.create(given, session)
    }
    const browser = new Browser(makeFactory({ ...store, create }))
    await browser.visit((session) => session.set('z', 1))
    expect(await browser.visit((session) => session.get('z'))).toBe(1)
    const set = new Map(Object.entries(fields))
    store.update(id, { set, delete: [], expect: new Map(), expires: null })
    expect(await browser.visit((session) => session.new && session.size === 0)).toBe(true)
  })
})
