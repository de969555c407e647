/** On sessions: their way and their settings, for the page that shows in development why a cookie is set. */
export const insideOf: unique symbol = Symbol('inside')
