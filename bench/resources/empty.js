/** Imported to see what importing costs by itself. */
export const nothing = undefined
