/** What the application under test answers. */
export const ALL = (context) => globalThis.cartoucheContract.serverOf(context).answer(context)
