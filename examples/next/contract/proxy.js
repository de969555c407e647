import { NextResponse } from 'next/server'
import { sessionProxy } from './lib/session.js'
import * as stored from './lib/stored.js'

const own = sessionProxy(
  (request, session) => {
    const { searchParams } = new URL(request.url)
    if (searchParams.has('visit')) session.set('visits', session.get('visits', 0) + 1)
    if (searchParams.has('answer')) return new Response('of the proxy', { status: 418 })
    if (searchParams.has('cookie')) {
      const response = NextResponse.next()
      response.cookies.set('of_the_proxy', '1')
      return response
    }
    if (searchParams.has('fail')) throw new Error('failed')
  },
  { flash: true, csrf: { exempt: ({ url }) => !new URL(url).searchParams.has('checked') } },
)

const ofStored = stored.sessionProxy(() => undefined, { flash: true })

export function proxy(request, event) {
  const { pathname } = new URL(request.url)
  return pathname === '/stored' ? ofStored(request, event) : own(request, event)
}

export const config = { matcher: ['/own/:path*', '/stored'] }
