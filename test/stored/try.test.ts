import { expect, test } from 'vitest'
import { memoryStore } from '../../src/stores/memory.js'
import { Browser, later, makeFactory } from './support.js'

test.each([[false], [true]])('basic encrypt=%s', async (encrypt) => {
  const store = memoryStore()
  const factory = makeFactory(later(store), { encrypt })
  const a = new Browser(factory)
  await a.visit((s) => { s.set('a', 1); s.set('when', new Date(0)); s.flash('hi') })
  expect(a.cookie).toMatch(/^__Host-session=/)
  expect(await a.visit((s) => [...s.entries()])).toEqual([['a', 1], ['when', new Date(0)], ['_f_', ['hi']]])
  const [one, two] = [await a.begin(), await a.begin()]
  one.session.set('x', 1); two.session.set('y', 2); one.session.flash('one'); two.session.flash('two')
  one.session.transform('a', (n) => (n as number) + 1)
  two.session.transform('a', (n) => (n as number) + 1)
  await one.commit(); await two.commit()
  expect(await a.visit((s) => [s.get('a'), s.get('x'), s.get('y'), s.peekFlash()])).toEqual([3, 1, 2, ['hi', 'one', 'two']])
  const [out, late] = [await a.begin(), await a.begin()]
  out.session.invalidate(); late.session.set('late', true)
  await out.commit(); await late.commit()
  expect(await a.copy().visit((s) => s.new)).toBe(true)
  await a.visit((s) => { s.subject = 'u' })
  expect(await factory.sessionsOf('u')).toHaveLength(1)
  await a.visit((s) => s.regenerate())
  expect(await factory.sessionsOf('u')).toHaveLength(1)
})
