// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import Koa from 'koa'
import * as binding from '../../../../dist/bindings/koa.js'
import { errorPage, pause } from '../faults/common.mjs'
import { koaAround, koaRoutes } from '../faults/koa.mjs'
import { answerNode, factory, heard, keep, mode, onCommitError, serve } from './process.mjs'

const app = new Koa()
if (mode === 'own onerror') {
  Object.assign(app.context, {
    onerror(error) {
      if (error === null || error === undefined || this.headerSent) return
      for (const header of this.res.getHeaderNames()) this.remove(header)
      answerNode(error, this.req, this.res)
    },
  })
} else if (mode !== 'none') {
  app.use(async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      if (mode === 'late') await pause(30)
      if (mode === 'throws') throw new Error('in the error handling', { cause: error })
      ctx.status = error.status ?? 500
      ctx.set('X-Error-Page', '1')
      ctx.body = errorPage(error)
    }
  })
}
app.use(koaAround)
app.use((ctx, next) => {
  keep(ctx.res)
  return next()
})
app.use(binding.session(factory, { onCommitError }))
app.use(binding.csrf())
app.use((ctx) => koaRoutes(heard, ctx))
serve(app.callback())
