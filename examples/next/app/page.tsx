import { getSession } from '../lib/session'
import { signIn, signOut } from './actions'

export default async function Page() {
  const session = await getSession()
  const user = session.get('user')
  return (
    <>
      {session.peekFlash().map((text, at) => (
        <p key={at} className="flash">
          {String(text)}
        </p>
      ))}
      {user === undefined ? <SignIn /> : <SignedIn user={user} />}
    </>
  )
}

function SignIn() {
  return (
    <form action={signIn}>
      <TokenField />
      <label>
        Name <input name="name" required />
      </label>{' '}
      <button>Sign in</button>
    </form>
  )
}

async function SignedIn({ user }: { user: string }) {
  const session = await getSession()
  return (
    <>
      <h1>{`Hello ${user}`}</h1>
      <p>{`Visit ${session.get('visits')}`}</p>
      <form action={signOut}>
        <TokenField />
        <button>Sign out</button>
      </form>
    </>
  )
}

async function TokenField() {
  const session = await getSession()
  return <input type="hidden" name="csrf_token" value={session.getCsrfToken()} />
}
