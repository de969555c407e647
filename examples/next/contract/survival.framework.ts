import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Child } from '../../../test/bindings/survival/child.js'
import type { Answer } from '../../../test/bindings/survival/child.js'
import { survives, survivesLateStores } from '../../../test/bindings/survival/suite.js'

const server = new URL('survival.mjs', import.meta.url)

survives('next', server)
survivesLateStores('next', server)

/** The status of an answer, and how many cookies it sets. */
const outcomeOf = ({ status, headers }: Answer): readonly number[] => [
  status,
  headers['set-cookie']?.length ?? 0,
]

describe('next, what is no route handler', () => {
  let child: Child
  beforeAll(async () => {
    child = await Child.start(server, ['none'])
  })
  afterAll(() => child?.stop())
  afterEach(() => child.checkAlive())

  /** Sends the form of a server action, as browsers without scripts do. */
  async function act(action: string): Promise<Answer> {
    const { body } = await child.send('/own')
    const form = new RegExp(`<form id="${action}".*?</form>`, 's').exec(body)![0]
    const [field] = /\$ACTION_ID_\w+/.exec(form)!
    const head = `Content-Disposition: form-data; name="${field}"`
    return child.send('/own', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/form-data; boundary=frontier' },
      body: `--frontier\r\n${head}\r\n\r\n\r\n--frontier--\r\n`,
    })
  }

  test.each(['spoil', 'spoilAndFail', 'bare'])('the server action "%s"', async (action) => {
    expect(outcomeOf(await act(action))).toEqual([500, 0])
  })

  test('a server action that throws', async () => {
    expect(outcomeOf(await act('fail'))).toEqual([500, 1])
  })

  test('a proxy that throws', async () => {
    expect(outcomeOf(await child.send('/own?fail'))).toEqual([500, 0])
  })
})
