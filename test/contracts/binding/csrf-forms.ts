import { expect } from 'vitest'
import { needing } from './behaviour.js'
import type { Behaviour, Behaviours } from './behaviour.js'
import { openShop } from './shop.js'

/** Where nobody parses forms: what is in one is no token. */
const notLookedAt: Behaviour = async (start) => {
  const { form, visit, expectRefused } = await openShop(start)
  const { cookie, token } = await visit()
  await expectRefused(form(cookie, `csrf_token=${token}`))
  await expectRefused(form(cookie, `csrf_token=${token}`, { 'X-CSRF-Token': '' }))
}

const inForms: Behaviours = {
  'with the right token in a form the handler runs': async (start) => {
    const shop = await openShop(start)
    const { cookie, token } = await shop.visit()
    expect(await shop.form(cookie, `a=1&csrf_token=${token}`)).toMatchObject({ body: 'ran' })
    const other = await openShop(start, { token: 'tk' })
    expect(await other.form(cookie, `tk=${token}`)).toMatchObject({ body: 'ran' })
    expect(await other.form(cookie, `tk=x&tk=${token}`)).toMatchObject({ body: 'ran' })
  },

  'a masked token in a form is right too': async (start) => {
    const { form, visit } = await openShop(start, { mask: true })
    const { cookie, token } = await visit()
    expect((await form(cookie, `csrf_token=${token}`)).status).toBe(200)
  },

  'an empty header leaves it to the form': async (start) => {
    const { form, visit } = await openShop(start)
    const { cookie, token } = await visit()
    const empty = { 'X-CSRF-Token': '' }
    expect((await form(cookie, `csrf_token=${token}`, empty)).status).toBe(200)
  },
}

export const csrfForms: Behaviours = {
  ...needing('readsBodies', inForms, notLookedAt),

  'a form with a wrong token, or without one, is refused': async (start) => {
    const shop = await openShop(start)
    const { cookie, token } = await shop.visit()
    await shop.expectRefused(shop.form(cookie, `csrf_token=${token}&csrf_token=x`))
    await shop.expectRefused(shop.form(cookie, ''))
    const headersOnly = await openShop(start, { token: null })
    await headersOnly.expectRefused(headersOnly.form(cookie, `csrf_token=${token}`))
  },

  'the token in the header goes before that in a form': async (start) => {
    const { form, visit, expectRefused } = await openShop(start)
    const { cookie, token } = await visit()
    await expectRefused(form(cookie, `csrf_token=${token}`, { 'X-CSRF-Token': 'wrong' }))
    const right = { 'X-CSRF-Token': token }
    expect((await form(cookie, 'csrf_token=wrong', right)).status).toBe(200)
  },
}
