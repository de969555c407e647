/** Requests that become WebSockets. */

/** What stands for the answer to one, which cannot carry a cookie. */
export const UPGRADE = { status: 101, headers: new Headers() } as Response

/** Whether `server.upgrade()` of Bun has taken a request: its handler gives nothing then, and nobody hears of an error. */
export const isTaken = (request: Request, response: unknown): boolean =>
  response === undefined && asksBun(request)

/** Whether an answer opens a WebSocket. Frameworks on Bun give an empty one, which is not sent. */
export function isUpgrade(
  request: Request,
  answer: Pick<Response, 'status'> & Partial<Response>,
): boolean {
  const { status } = answer
  return status === 101 || (status === 200 && asksBun(request) && answer.body === null)
}

export const asksForSocket = ({ headers }: Request): boolean =>
  headers.get('upgrade')?.toLowerCase() === 'websocket'

const asksBun = (request: Request): boolean => 'Bun' in globalThis && asksForSocket(request)
