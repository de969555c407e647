import { Suspense } from 'react'
import { getSession } from '../../lib/stored.js'

/** Its parts are rendered at the same time. */
export default function Page() {
  return (
    <Suspense>
      <Part />
      <Part />
    </Suspense>
  )
}

async function Part() {
  return <p>{(await getSession()).peekFlash().join()}</p>
}
