/**
 * What a request has made is garbage when it is answered, and goes with what is young. V8 keeps some things until it
 * looks through all memory, and all that these know: values of a `WeakMap` that lead back to their key, getters that
 * are made for one object, functions that are made where they are assigned to a property. A session and its request are
 * some 10 KB: whoever keeps them so makes a busy server collect garbage for a tenth of its time.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const CHILD = fileURLToPath(new URL('kept.mjs', import.meta.url))

/** Bytes, more than what stays where nobody asks for the session: less than any session with its request. */
const MOST = 3000

const ALL = ['node', 'express', 'koa', 'fastify', 'fetch', 'hono', 'h3', 'elysia']
/** On Node 20 every request of Express stays by itself: it exchanges their prototypes. */
const isOld = process.versions.node.startsWith('20.')
const BINDINGS = isOld ? ALL.filter((binding) => binding !== 'express') : ALL

test.each(BINDINGS)('%s: of requests nothing stays', { timeout: 120_000 }, async (binding) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', CHILD, binding])
  const kept = JSON.parse(stdout) as Record<string, number>
  const { untouched = NaN, ...touched } = kept
  expect(Object.keys(touched)).toHaveLength(4)
  const staying = Object.entries(touched).filter(([, bytes]) => !(bytes - untouched < MOST))
  expect(staying).toEqual([])
})
