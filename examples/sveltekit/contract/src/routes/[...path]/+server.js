/** What the application under test answers. */
export const fallback = (event) => globalThis.cartoucheContract.hooksOf(event).answer(event)
