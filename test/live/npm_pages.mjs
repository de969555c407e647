// @ts-nocheck -- plain JavaScript: the applications of the tests run it as it stands
/** The pages of ours.ts, for a backend whose session is an object. */
export const pages = {
  sign_in: (session, form) => {
    session.user = form.get('user')
    return 'signed in'
  },
  who: (session) => String(session.user ?? 'nobody'),
  count: (session) => {
    session.count = (session.count ?? 0) + 1
    return String(session.count)
  },
  keep: (session, form) => {
    session.value = JSON.parse(form.get('json'))
    return 'kept'
  },
  kept: (session) => JSON.stringify(session.value ?? null),
  keep_date: (session, form) => {
    session.value = new Date(form.get('iso'))
    return 'kept'
  },
  date: ({ value }) => (value instanceof Date ? value.toISOString() : `text ${value}`),
}

/** The last part of a path: the page's name. */
export const pageOf = (path) => path.split('/').at(-1)

/** Says where the application listens, for the test to read. */
export function tellPort(server) {
  console.log(server.address().port)
}
