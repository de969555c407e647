import { cookies } from 'next/headers'
import { getSession } from '../../lib/session.js'
import * as actions from './actions.js'

export default async function Page() {
  const session = await getSession()
  const isSame = session === (await getSession())
  const told = {
    data: session.toJSON(),
    flash: session.peekFlash(),
    isSame,
    ofProxy: (await cookies()).get('of_the_proxy')?.value,
    refusal: refusalOf(session),
  }
  return (
    <>
      <pre>{JSON.stringify(told)}</pre>
      {Object.entries(actions).map(([name, action]) => (
        <form key={name} id={name} action={action} />
      ))}
    </>
  )
}

function refusalOf(session) {
  try {
    session.set('a', 'rendered')
  } catch ({ code, message }) {
    return { code, message }
  }
}
