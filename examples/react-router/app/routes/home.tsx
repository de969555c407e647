import { getCsrfToken } from 'cartouche/react-router'
import { visitor } from '../session.server'
import type { Route } from './+types/home'

export function loader({ context }: Route.LoaderArgs) {
  const session = context.get(visitor)
  const token = getCsrfToken(context)
  const flashes = session.popFlash().map(String)
  const user = session.get('user')
  if (user === undefined) return { token, flashes }
  const visits = session.get('visits', 0) + 1
  session.set('visits', visits)
  return { token, flashes, user, visits }
}

export default function Home({ loaderData }: Route.ComponentProps) {
  const { token, flashes, user, visits } = loaderData
  return (
    <>
      {flashes.map((text) => (
        <p className="flash" key={text}>
          {text}
        </p>
      ))}
      {user === undefined ? (
        <form method="post" action="/sign-in">
          <input type="hidden" name="csrf_token" value={token} />
          <label>
            Name <input name="name" required />
          </label>{' '}
          <button>Sign in</button>
        </form>
      ) : (
        <>
          <h1>{`Hello ${user}`}</h1>
          <p>{`Visit ${visits}`}</p>
          <form method="post" action="/sign-out">
            <input type="hidden" name="csrf_token" value={token} />
            <button>Sign out</button>
          </form>
        </>
      )}
    </>
  )
}
