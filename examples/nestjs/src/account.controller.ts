import { Body, Controller, Get, Header, Post, Redirect, Req, Session } from '@nestjs/common'
import type { Session as WebSession } from 'cartouche'
import { getCsrfToken } from 'cartouche/nestjs'

@Controller()
export class AccountController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  home(@Session() session: WebSession, @Req() request: object): string {
    const user = session.get('user')
    const token = getCsrfToken(request)
    const flashes = session.popFlash().map((text) => `<p class="flash">${escape(text)}</p>`)
    const content = user === undefined ? signedOut(token) : signedIn(session, user, token)
    return `<!doctype html>
<html lang="en">
<title>cartouche with NestJS</title>
<body>
${flashes.join('\n')}
${content}
</body>
</html>`
  }

  @Post('sign-in')
  @Redirect('/', 303)
  signIn(@Session() session: WebSession, @Body() { name }: { name: string }): void {
    session.regenerate()
    session.set('user', name)
    session.flash(`Welcome, ${name}`)
  }

  @Post('sign-out')
  @Redirect('/', 303)
  signOut(@Session() session: WebSession): void {
    session.invalidate()
    session.flash('Goodbye')
  }
}

function signedOut(token: string): string {
  return `<form method="post" action="/sign-in">
${tokenField(token)}
<label>Name <input name="name" required></label> <button>Sign in</button>
</form>`
}

function signedIn(session: WebSession, user: unknown, token: string): string {
  const visits = Number(session.get('visits', 0)) + 1
  session.set('visits', visits)
  return `<h1>Hello ${escape(user)}</h1>
<p>Visit ${visits}</p>
<form method="post" action="/sign-out">${tokenField(token)}<button>Sign out</button></form>`
}

function tokenField(token: string): string {
  return `<input type="hidden" name="csrf_token" value="${token}">`
}

function escape(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
