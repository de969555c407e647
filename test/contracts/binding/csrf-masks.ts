import { expect } from 'vitest'
import type { Behaviours } from './behaviour.js'
import { RIGHT, openShop } from './shop.js'
import { cookiesOf } from './support.js'

const MASKED = /^[\w-]{107}$/

export const csrfMasks: Behaviours = {
  'every masked text of a token is another one, and each is right, as is the token itself': async (
    start,
  ) => {
    const plain = await openShop(start)
    const { cookie, token } = await plain.visit()
    const { request, post } = await openShop(start, { mask: true })
    const texts = [await request('/form', cookie), await request('/form', cookie)]
    const [one, other] = texts.map(({ body }) => body)
    expect(one).toMatch(MASKED)
    expect(other).toMatch(MASKED)
    expect(one).not.toBe(other)
    for (const right of [one, other, token]) {
      expect((await post('/', cookie, right)).status).toBe(200)
    }
    expect((await plain.post('/', cookie, one)).status).toBe(200)
  },

  'a masked text of another session, a part, or one that was changed is refused': async (start) => {
    const { post, visit, expectRefused } = await openShop(start, { mask: true })
    const { cookie, token } = await visit()
    const { token: foreign } = await visit()
    const changed = token.slice(0, -2) + (token.at(-2) === 'A' ? 'B' : 'A') + token.at(-1)
    for (const wrong of [foreign, token.slice(1), token.slice(0, -1), `${token}=`, changed]) {
      await expectRefused(post('/', cookie, wrong))
    }
  },

  'a new token is masked too, and puts the texts of the old one out of use': async (start) => {
    const { request, post, visit, expectRefused } = await openShop(start, { mask: true })
    const { cookie, token } = await visit()
    const answer = await request('/new', cookie)
    expect(answer.body).toMatch(MASKED)
    await expectRefused(post('/', cookiesOf(answer), token))
    expect((await post('/', cookiesOf(answer), answer.body)).status).toBe(200)
  },

  'tokens of a policy that knows nothing of masks are masked too': async (start) => {
    const options = { mask: true, policy: { ...RIGHT } }
    const { post, visit, expectRefused } = await openShop(start, options)
    const { cookie, token } = await visit()
    expect(token).not.toBe('right')
    expect((await post('/', cookie, token)).status).toBe(200)
    expect((await post('/', cookie, 'right')).status).toBe(200)
    await expectRefused(post('/', cookie, (token.startsWith('A') ? 'B' : 'A') + token.slice(1)))
  },
}
