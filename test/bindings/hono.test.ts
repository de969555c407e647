import { Hono } from 'hono'
import type { Context } from 'hono'
import { Hono as OldestHono } from 'hono-oldest'
import * as binding from '../../src/bindings/hono.js'
import { session } from '../../src/bindings/hono.js'
import { actionsOf } from '../contracts/binding/actions.js'
import type { Actions, Harness, Reply } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { responseOf, serve } from '../contracts/binding/responses.js'

const sessionsOf =
  (c: Context): Actions['session'] =>
  (name = 'session') =>
    c.get(name)

const joins =
  (App: typeof Hono): Harness =>
  (app, { factory, admin, csrf, onError, onCommitError }) => {
    const answer = (c: Context, reply: Reply) =>
      reply.location === undefined
        ? responseOf(reply)
        : c.redirect(reply.location, reply.status as 302 | undefined)
    const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')
    const hono = new App()
    if (onError) hono.onError((error, c) => answer(c, onError(error, sessionsOf(c))))
    hono.use(session(factory, { onCommitError, ...(csrf && { csrf: { ...csrf, exempt } }) }))
    if (admin) hono.use(session(admin, { onCommitError, name: 'admin' }))
    hono.all('*', async (c) =>
      answer(c, await app(c.req.path, actionsOf(binding, c, sessionsOf(c)))),
    )
    return serve((request) => hono.fetch(request))
  }

bindingContract('Hono', joins(Hono), JOINED.fetch)
bindingContract('Hono 4.5', joins(OldestHono as unknown as typeof Hono), JOINED.fetch)
