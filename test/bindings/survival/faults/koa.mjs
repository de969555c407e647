// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application of Koa can do wrong besides. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { FILE, absent, endless, filled, nameOf, pause, spoil } from './common.mjs'
import { nodeFaults, nodeRoutes } from './node.mjs'

/** In Koa, what throws is caught by middleware. All else of these answers past Koa. */
const THROWING = ['throw', 'reject', 'a bad status message', 'a bad header']

const koaFaults = {
  'a body': (ctx) => void (ctx.body = 'never seen'),
  'a body of JSON': (ctx) => void (ctx.body = { never: 'seen' }),
  'a late body': async (ctx) => {
    await pause(5)
    ctx.body = 'never seen'
  },
  'no body': () => {},
  redirect: (ctx) => ctx.redirect('/elsewhere'),
  'headers and no body': (ctx) => {
    ctx.set({ ETag: '"x"', Location: '/', 'Content-Length': '10' })
    ctx.status = 204
  },
  'an endless stream as the body': (ctx, heard) => void (ctx.body = endless(heard)),
  'an endless web stream as the body': (ctx, heard) => {
    ctx.body = Readable.toWeb(endless(heard))
  },
  'a web stream that has data, as the body': (ctx, heard) => void (ctx.body = filled(heard)),
  'the request as the body': (ctx) => void (ctx.body = ctx.req),
  'a file stream as the body': (ctx, heard) => {
    ctx.body = heard.source = createReadStream(FILE)
  },
  'a file stream that fails, as the body': (ctx, heard) => void (ctx.body = absent(heard)),
  'a body and an error': (ctx) => {
    ctx.body = 'never seen'
    throw new Error('boom')
  },
}

const koaFaultsPast = {
  'flushed headers, then a body': (ctx) => {
    ctx.flushHeaders()
    ctx.body = 'never seen'
  },
  'flushed headers, then an endless stream': (ctx, heard) => {
    ctx.flushHeaders()
    ctx.body = endless(heard)
  },
  'a change in middleware around': async (ctx, heard) => {
    ctx.session.delete('draft')
    ctx.body = endless(heard)
    ctx.state.isLate = true
  },
}

/** What only `ctx.onerror` hears of: nothing that middleware could catch. */
export const pastKoa = [
  ...Object.keys(nodeFaults).filter((name) => !THROWING.includes(name)),
  ...Object.keys(koaFaultsPast),
]
export const koaFaultNames = [...pastKoa, 'throw', 'reject', ...Object.keys(koaFaults)]

/** Middleware outside that of the session. */
export async function koaAround(ctx, next) {
  await next()
  if (ctx.state.isLate) spoil(ctx.session)
}

export function koaRoutes(heard, ctx) {
  const name = nameOf(ctx.url)
  const fault = koaFaults[name] ?? koaFaultsPast[name]
  if (fault !== undefined) {
    spoil(ctx.session)
    return fault(ctx, heard)
  }
  ctx.respond = THROWING.includes(name)
  if (!ctx.respond) ctx.res.statusCode = 200
  return nodeRoutes(heard, { url: ctx.url, session: ctx.session }, ctx.res)
}
